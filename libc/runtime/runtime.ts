/**
 * The runtime: runs the generators of all processes of a machine, one at a time.
 *
 *      step(process):  a signal for it?      ── push its handler
 *                      a request to answer?  ── perform it: machine, or trace when the process retraces ──▶ result, or waits
 *                      else                  ── the topmost generator goes on to its next request, or ends
 *
 *   RT1  Nothing here is state of the machine: the log alone gives that. What is here follows from the programs.
 *   RT2  A process that retraces its way to a fork changes nothing (trace.ts).
 *   RT3  Signals and their handlers: signal_delivery.ts.
 */

import {
  type AnyRecord,
  BLOCKED,
  KernelAssertion,
  type Machine,
  PROCESS_ZOMBIE,
  touchMemory,
} from "@palimpsest/kernel";
import { Flusher } from "@palimpsest/fs";
import type { Counters } from "../calls/core.ts";
import type { InstalledPrograms } from "./installed_programs.ts";
import { ProgramProcess } from "./program_process.ts";
import { mixArguments, ProgramSpace } from "./program_space.ts";
import { residentPages } from "./resident_pages.ts";
import { SignalDelivery } from "./signal_delivery.ts";
import { ProcessEnded, ProcessReplaced, RunStopped } from "./stops.ts";
import type { Executed, Request } from "./task.ts";
import { mixText, operationNumber } from "./trace.ts";
import { eventNanoseconds, isCall } from "./virtual_time.ts";
import { requireWholeArguments } from "./whole_numbers.ts";

const FORK = operationNumber("fork");
const EXECVE = operationNumber("execve");
const SPAWN = operationNumber("spawn");
const EXIT = operationNumber("exit");
const NANOSECONDS_PER_SECOND = 1_000_000_000;
const SPAWN_FAILED_STATUS = 127;

/** How a step ended. */
export type StepOutcome = "runs" | "waits" | "ended";

/** See the head of this file. */
export class Runtime {
  /** Processes that run programs, in the order of their turns. */
  readonly processes: ProgramProcess[] = [];
  clockNanoseconds = 0;
  private readonly flusher: Flusher;
  private readonly callCounts = new Map<number, number>();
  private readonly signals = new SignalDelivery(this);

  /** A runtime without processes. */
  constructor(
    readonly machine: Machine,
    readonly programs: InstalledPrograms,
    private readonly maxEvents: number,
    private readonly tellsCounters = true,
  ) {
    machine.raisesSignals = true;
    machine.clock = () => this.clockNanoseconds;
    this.flusher = new Flusher(machine);
  }

  /** Counts an event, and the time it took. */
  countEvent(header: AnyRecord, outcome: AnyRecord): void {
    this.clockNanoseconds += eventNanoseconds(header, outcome);
    this.flusher.note(header, outcome, this.clockNanoseconds);
    if (!isCall(header, outcome)) return;
    const pid = header.process as number;
    this.callCounts.set(pid, (this.callCounts.get(pid) ?? 0) + 1);
  }

  /** Lets the kernel write to its disk what it is time for. */
  flushDisk(): void {
    this.flusher.flush(this.clockNanoseconds);
  }

  /** Lets time pass until a moment while all processes wait; what the kernel does by itself it does in time. */
  passTime(until: number): void {
    for (let next = this.flusher.nextTime; next <= until; next = this.flusher.nextTime) {
      this.clockNanoseconds = Math.max(this.clockNanoseconds, next);
      this.flushDisk();
    }
    this.clockNanoseconds = Math.max(this.clockNanoseconds, until);
  }

  /** Whether a process exists and has not ended. */
  isAlive(pid: number): boolean {
    const process = this.machine.state.processes.get(pid);
    return process !== undefined && process.state !== PROCESS_ZOMBIE;
  }

  /** Starts running a process that has just executed a program. */
  adopt(pid: number, executed: Executed): void {
    const start = this.programs.startOf(this.machine, pid, executed);
    this.processes.push(new ProgramProcess(this.newSpace(pid), start));
    this.touchEntry(pid, start.image.loadAddress);
  }

  /** Lets a process do one step. */
  step(process: ProgramProcess): StepOutcome {
    try {
      if (this.signals.deliverBetween(process)) return "runs";
      const { top } = process;
      if (top.request !== undefined) {
        const result = this.perform(process, top.request);
        if (result === BLOCKED) return "waits";
        top.request = undefined;
        top.result = result;
        return "runs";
      }
      const next = top.task.next(top.result);
      if (next.done) this.signals.leaveHandler(process, top);
      else top.request = next.value;
      return "runs";
    } catch (error) {
      return this.outcomeOf(process, error);
    }
  }

  private outcomeOf(process: ProgramProcess, error: unknown): StepOutcome {
    if (error instanceof ProcessEnded) return "ended";
    if (error instanceof ProcessReplaced) return "runs";
    if (error instanceof RunStopped || error instanceof KernelAssertion) throw error;
    const { name } = process.start.program;
    throw new RunStopped("failure", `${name} (process ${process.pid}) failed: ${error}`, { cause: error });
  }

  private newSpace(pid: number): ProgramSpace {
    return new ProgramSpace(this.machine, pid, {
      noticeEvents: (eventCount) => this.checkLimit(eventCount),
      meetSignal: (signal) => this.signals.meetWithin(this.processOf(pid), signal),
      retraceSignal: () => this.signals.retraceWithin(this.processOf(pid)),
      abort: () => this.signals.abortWithin(this.processOf(pid)),
      readCounter: (name) =>
        !this.tellsCounters
          ? 0
          : name === "residentPages"
          ? residentPages(this.machine.state.spaceOf(pid))
          : this.countersOf(pid)[name],
    });
  }

  private countersOf(pid: number): Omit<Counters, "residentPages"> {
    const { minorFaults, majorFaults } = this.machine.state.process(pid);
    const calls = this.callCounts.get(pid) ?? 0;
    const nanoseconds = Math.round(this.clockNanoseconds);
    return { calls, minorFaults, majorFaults, nanoseconds };
  }

  private processOf(pid: number): ProgramProcess {
    return this.processes.find((process) => process.pid === pid)!;
  }

  private checkLimit(eventCount: number): void {
    if (eventCount < this.maxEvents) return;
    throw new RunStopped(
      "limit",
      `The run was stopped after ${this.maxEvents} events; raise --max-events if it is no endless loop.`,
    );
  }

  /** The first instruction of a program, or of a child behind its fork, is fetched. */
  private touchEntry(pid: number, loadAddress: number): void {
    touchMemory(this.machine, pid, loadAddress + 0x1000, { execute: true });
  }

  /** Answers a request of a process: its result, or BLOCKED. */
  perform(process: ProgramProcess, request: Request): number {
    if (process.waiting === undefined && process.space.isRetraced()) return this.retrace(process, request);
    switch (request.kind) {
      case "call":
        return this.performCall(process, request);
      case "fork":
        return this.performFork(process);
      case "exec":
        return this.performExec(process, request.executed);
      case "spawn":
        return this.performSpawn(process, request.executed);
      case "exit":
        requireWholeArguments("exit_group", { status: Number(request.status) });
        this.machine.call(process.pid, "exit_group", { status: request.status });
        throw new ProcessEnded();
    }
  }

  private performCall(process: ProgramProcess, { name, args }: Request & { kind: "call" }): number {
    const { machine } = this;
    const { pid, space } = process;
    requireWholeArguments(name, args);
    const result = process.waiting === undefined
      ? machine.call(pid, name, args)
      : machine.resumeCall(pid, name, args);
    if (result === BLOCKED) {
      const seconds = (args.seconds as number ?? 0) +
        (args.nanoseconds as number ?? 0) / NANOSECONDS_PER_SECOND;
      const until = this.clockNanoseconds + seconds * NANOSECONDS_PER_SECOND;
      process.waiting ??= { name, args, until };
      return BLOCKED;
    }
    process.waiting = undefined;
    this.endIfKilled(pid);
    return space.trace.keep(operationNumber(name), 0, mixArguments(args), result);
  }

  /** A process that was killed during its call (by a signal that came with an error, or the OOM killer) goes no further. */
  private endIfKilled(pid: number): void {
    if (!this.isAlive(pid)) throw new ProcessEnded();
  }

  private performFork(process: ProgramProcess): number {
    const { trace } = process.space;
    if (trace.isFull) {
      throw new RunStopped(
        "failure",
        `Process ${process.pid} forks after more loads, stores and calls than are kept to bring its child there; ` +
          `fork earlier.`,
      );
    }
    const result = this.machine.call(process.pid, "fork", {});
    this.endIfKilled(process.pid);
    if (result > 0) {
      const space = this.newSpace(result);
      space.trace = trace.copy();
      this.processes.push(new ProgramProcess(space, process.start));
    }
    return trace.keep(FORK, 0, 0, result);
  }

  private performExec(process: ProgramProcess, executed: Executed): number {
    const { pid } = process;
    const result = this.execute(pid, executed);
    this.endIfKilled(pid);
    if (result < 0) return process.space.trace.keep(EXECVE, 0, mixText(0, executed.path), result);
    const start = this.programs.startOf(this.machine, pid, executed);
    process.become(this.newSpace(pid), start);
    this.touchEntry(pid, start.image.loadAddress);
    throw new ProcessReplaced();
  }

  private performSpawn(process: ProgramProcess, executed: Executed): number {
    const { pid, space } = process;
    const child = this.machine.call(pid, "vfork", {});
    let result = child;
    if (child > 0) {
      result = this.execute(child, executed);
      if (result === 0) {
        if (this.isAlive(child)) this.adopt(child, executed);
        result = child;
      } else if (this.isAlive(child)) {
        this.machine.call(child, "exit_group", { status: SPAWN_FAILED_STATUS });
        this.machine.call(pid, "wait4", { pid: child });
      }
    }
    this.endIfKilled(pid);
    return space.trace.keep(SPAWN, 0, mixText(0, executed.path), result);
  }

  private execute(pid: number, { path, argvAddress, envpAddress }: Executed): number {
    this.programs.provide(this.machine, path);
    return this.machine.call(pid, "execve", { path, argv: argvAddress, envp: envpAddress });
  }

  private retrace(process: ProgramProcess, request: Request): number {
    const { trace } = process.space;
    switch (request.kind) {
      case "call":
        return trace.take(operationNumber(request.name), 0, mixArguments(request.args));
      case "exec":
        return trace.take(EXECVE, 0, mixText(0, request.executed.path));
      case "spawn":
        return trace.take(SPAWN, 0, mixText(0, request.executed.path));
      case "exit":
        return trace.take(EXIT, request.status, 0);
      case "fork":
        if (!trace.isAtFork) return trace.take(FORK, 0, 0);
        trace.goLive();
        this.touchEntry(process.pid, process.start.image.loadAddress);
        return trace.keep(FORK, 0, 0, 0);
    }
  }
}
