/**
 * The scheduler: whose turn it is, by virtual time. The same programs always take the same turns.
 *
 *      turn ── until the process waits, ends, yields, or its slice is used up while others are ready ──▶ next in the round
 *
 *   SD1  The first process in the round that is ready has the turn, and goes to the round's end.
 *   SD2  When nobody is ready, time passes until the first sleeper's time; when nobody sleeps, it is a deadlock.
 *   SD3  A child has its first turn behind all that were there before it.
 *   SD4  Between two steps, and while time passes, the kernel writes to its disk what it is time for (fs: flusher.ts).
 */

import { nextPending } from "@palimpsest/kernel";
import type { ProgramProcess } from "./program_process.ts";
import type { Runtime } from "./runtime.ts";
import { RunStopped } from "./stops.ts";
import { SLICE_NANOSECONDS } from "./virtual_time.ts";
import { isWaitOver, waitingText } from "./waiting.ts";

/** Runs all processes to their ends. @throws RunStopped when they cannot all end. */
export function runToEnd(runtime: Runtime, afterStep: () => void): void {
  for (;;) {
    const process = nextProcess(runtime);
    if (process === undefined) return;
    runSlice(runtime, process, afterStep);
    goToEnd(runtime.processes, process);
  }
}

/** The process whose turn it is; undefined when there are none left. */
export function nextProcess(runtime: Runtime): ProgramProcess | undefined {
  const { processes } = runtime;
  for (;;) {
    dropDead(runtime);
    if (processes.length === 0) return undefined;
    const process = processes.find((each) => isReady(runtime, each));
    if (process !== undefined) return process;
    letTimePass(runtime);
  }
}

function runSlice(runtime: Runtime, process: ProgramProcess, afterStep: () => void): void {
  const end = runtime.clockNanoseconds + SLICE_NANOSECONDS;
  for (;;) {
    const yields = isYield(process);
    const outcome = runtime.step(process);
    runtime.flushDisk();
    afterStep();
    if (outcome !== "runs" || yields || !runtime.isAlive(process.pid)) return;
    if (runtime.clockNanoseconds < end) continue;
    if (runtime.processes.some((other) => other !== process && isReady(runtime, other))) return;
  }
}

function goToEnd(processes: ProgramProcess[], process: ProgramProcess): void {
  processes.splice(processes.indexOf(process), 1);
  processes.push(process);
}

function isYield({ top }: ProgramProcess): boolean {
  return top.request?.kind === "call" && top.request.name === "sched_yield";
}

function isReady(runtime: Runtime, process: ProgramProcess): boolean {
  const { state } = runtime.machine;
  const { pid, waiting } = process;
  if (!runtime.isAlive(pid)) return false;
  if (waiting === undefined || nextPending(state.process(pid).signals) !== 0) return true;
  return runtime.machine.isWaitOver(pid) ?? isWaitOver(state, pid, waiting, runtime.clockNanoseconds);
}

function dropDead(runtime: Runtime): void {
  const { processes } = runtime;
  for (let index = processes.length - 1; index >= 0; index--) {
    if (!runtime.isAlive(processes[index].pid)) processes.splice(index, 1);
  }
}

function letTimePass(runtime: Runtime): void {
  const times = runtime.processes.filter(({ waiting }) => waiting?.name === "nanosleep").map(
    ({ waiting }) => waiting!.until!,
  );
  if (times.length === 0) throw new RunStopped("deadlock", deadlockText(runtime.processes));
  runtime.passTime(Math.min(...times));
}

function deadlockText(processes: readonly ProgramProcess[]): string {
  const waits = processes.map(({ pid, start, waiting }) =>
    `process ${pid} (${start.program.name}) in ${waiting === undefined ? "nothing" : waitingText(waiting)}`
  );
  return `Deadlock: every process waits, and nobody is left to wake them: ${waits.join("; ")}.`;
}
