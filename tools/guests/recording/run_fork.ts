/**
 * New processes: a fork record comes before the child's first record, the parent's call only when it returns. So the call
 * is made at the fork record, with the arguments of the record to come, and its result is compared there.
 *
 *     fork p0 → p1        clone, fork or vfork by p0
 *     …                   records of p1, and of others
 *     sys p0 clone        its result is p1
 *
 * A thread is no process of its own on the machine: it acts as the process that made it.
 */

import type { CallArguments } from "@palimpsest/kernel";
import { isExecuted, namedArguments } from "./call_arguments.ts";
import type { CallRecord, ForkRecord } from "./record.ts";
import { runGivenCall } from "./run_given.ts";
import type { Run, RunProcess } from "./run.ts";

/** Makes the child of a fork record. */
export function runFork(run: Run, record: ForkRecord, call: CallRecord | undefined): void {
  const parent = run.processOf(record);
  if (isThread(record, call)) {
    run.addProcess(record.child, parent.pid, parent);
    parent.newChild = parent.pid;
    return;
  }
  const child = run.machine.call(parent.pid, ...callOf(record, call));
  run.checks.compare(
    "processes",
    { line: record.line, what: `the child of ${record.process}` },
    `a process`,
    child > 0 ? "a process" : `error ${-child}`,
  );
  if (child <= 0) return;
  run.addProcess(record.child, child, parent);
  parent.newChild = child;
}

const CLONE_THREAD = 0x10000;

/**
 * Whether a fork record is of a thread: it shares memory and descriptors with its process, so its records are taken as
 * the process's own. Where the flags are not recorded (clone3), what the tracer calls a clone is one.
 */
function isThread({ how }: ForkRecord, call: CallRecord | undefined): boolean {
  if (call?.name !== "clone") return how === "clone";
  const [flags] = call.args;
  return typeof flags === "number" && Math.floor(flags / CLONE_THREAD) % 2 === 1;
}

/** The kernel's call: as recorded where its arguments are, else by what the recorder saw. */
function callOf(record: ForkRecord, call: CallRecord | undefined): [string, CallArguments] {
  if (call !== undefined && isExecuted(call.name)) {
    return [call.name, namedArguments(call, () => 0)];
  }
  return [record.how === "vfork" ? "vfork" : "fork", {}];
}

/** Compares the result of a call that made a process with the child it made. */
export function compareForkResult(run: Run, process: RunProcess, record: CallRecord): void {
  const child = process.newChild;
  process.newChild = undefined;
  if (child === process.pid) return runGivenCall(run, process, record);
  const got = child === undefined ? "no process" : run.nameOf(child);
  const about = { line: record.line, what: `${record.process} ${record.name}()` };
  run.checks.compare("processes", about, `${record.result}`, got);
}
