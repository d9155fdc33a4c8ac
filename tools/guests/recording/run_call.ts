/**
 * Calls of a recording: those that are asked are executed by the kernel and compared; those that are given become given
 * events with their recorded result.
 *
 *     arguments ──▶ kernel ──▶ result ──▶ compared with the record     asked (call_arguments.ts)
 *     arguments and recorded result ──▶ given event                    given (given_calls.ts)
 */

import { ERRNO, errnoName, hex } from "@palimpsest/kernel";
import { CALL_ARGUMENTS, namedArguments } from "./call_arguments.ts";
import { givenReason } from "./given_calls.ts";
import type { CallRecord } from "./record.ts";
import { endPassedOver } from "./run_end.ts";
import { compareFaults, makeAccess } from "./run_fault.ts";
import { isExecCall, isForkCall } from "./later_calls.ts";
import { compareForkResult } from "./run_fork.ts";
import { compareMapsHash } from "./run_maps.ts";
import { readPath } from "./recorder_reads.ts";
import type { Run, RunProcess } from "./run.ts";

export const interimOpen: { open?: (run: Run, process: RunProcess, record: CallRecord) => void } = {};

/** Takes a call record. */
export function runCall(run: Run, record: CallRecord): void {
  const process = run.processOf(record);
  // Its image stood in the exec record.
  if (isExecCall(record.name) && record.errno === undefined) return;
  readPath(run, process, record);
  if (record.name === "exit" || record.name === "exit_group") {
    process.ending = record;
  } else if (isForkCall(record.name) && record.errno === undefined) {
    compareForkResult(run, process, record);
  } else if (interimOpen.open && (record.realPath !== undefined || record.name === "pipe2")) {
    interimOpen.open(run, process, record);
  } else if (record.name === "wait4") {
    runWait(run, process, record);
  } else if (Object.hasOwn(CALL_ARGUMENTS, record.name)) {
    runAskedCall(run, process, record);
  } else {
    runGivenCall(run, process, record);
  }
}

function runAskedCall(run: Run, process: RunProcess, record: CallRecord): void {
  const call = run.machine.callNamed(record.name);
  const args = namedArguments(record, (name) => run.pidOf(name));
  let result = 0;
  const seen = run.watchFaults(() => result = run.machine.call(process.pid, record.name, args));
  const about = { line: record.line, what: describeCall(record) };
  const kind = call.returnsAddress ? "addresses" : "results";
  run.checks.compare(
    kind,
    about,
    expectedResult(record, call.returnsAddress),
    resultText(result, call.returnsAddress),
  );
  compareFaults(run, takePending(process), seen, record.line);
  if (record.mapsHash !== undefined) compareMapsHash(run, about, process.pid, record.mapsHash);
}

/** wait4: the pid it returns and the status it reports. */
function runWait(run: Run, process: RunProcess, record: CallRecord): void {
  const args = namedArguments(record, (name) => run.pidOf(name));
  let result = 0;
  const seen = run.watchFaults(() => result = run.machine.call(process.pid, "wait4", args));
  const about = { line: record.line, what: describeCall(record) };
  const child = [...run.processes.values()].find(({ pid }) => pid === result);
  const expected = expectedResult(record) + statusText(record.waitStatus);
  const status = args.status === 0 ? undefined : child?.waitStatus;
  const got = child === undefined ? resultText(result, false) : child.name + statusText(status);
  run.checks.compare("processes", about, expected, got);
  compareFaults(run, takePending(process), seen, record.line);
  endPassedOver(run, record);
}

function statusText(waitStatus: number | undefined): string {
  return waitStatus === undefined ? "" : `, status ${waitStatus}`;
}

/** A call whose result is taken as it was recorded; faults that it took are accesses of the kernel. */
function runGivenCall(run: Run, process: RunProcess, record: CallRecord): void {
  for (const fault of takePending(process)) makeAccess(run, process, fault);
  run.checks.countGiven(record.name);
  if (givenReason(record.name) === undefined && !isExecCall(record.name) && !interimOpen.open) {
    const about = { line: record.line, what: describeCall(record) };
    run.checks.compare("results", about, "a call that is executed or given", "a call without a rule");
  }
  const args = record.args.map((value) => typeof value === "string" ? run.pidOf(value) : value);
  run.machine.run(
    { kind: "given", process: process.pid, name: record.name, arguments: args, path: record.path ?? "" },
    () => ({ result: givenResult(run, record) }),
  );
}

function takePending(process: RunProcess): RunProcess["pendingFaults"] {
  const pending = process.pendingFaults;
  process.pendingFaults = [];
  return pending;
}

/** The recorded result as the kernel would give it: a number, or a negated errno. */
function givenResult(run: Run, { result, errno }: CallRecord): number {
  if (errno !== undefined) return -errnoOf(errno);
  if (typeof result === "string") return run.pidOf(result);
  return result ?? 0;
}

/** Results that the kernel keeps to itself: a call that a signal interrupted and that is made again. */
const RESTART_ERRNOS: Readonly<Record<string, number>> = {
  ERESTARTSYS: 512,
  ERESTARTNOINTR: 513,
  ERESTARTNOHAND: 514,
};

/** The number of an errno's name; the recorder writes those without a name as their number. */
export function errnoOf(name: string): number {
  const number = (ERRNO as Readonly<Record<string, number>>)[name] ?? RESTART_ERRNOS[name] ?? Number(name);
  return Number.isSafeInteger(number) ? number : ERRNO.EINVAL;
}

function expectedResult({ result, errno }: CallRecord, isAddress = false): string {
  if (errno !== undefined) return `-1 ${errno}`;
  if (typeof result !== "number") return result ?? "nothing";
  return isAddress ? hex(result) : `${result}`;
}

function resultText(result: number, isAddress: boolean): string {
  if (result === -Infinity) return "it waits";
  if (result < 0 && result >= -4095) return `-1 ${errnoName(-result)}`;
  return isAddress ? hex(result) : `${result}`;
}

/** A call as reports name it: "p0 mmap(0x0, 0x2000, …)". */
export function describeCall({ process, name, args, path }: CallRecord): string {
  const shown = args.map((value) => typeof value === "string" ? value : hex(value));
  return `${process} ${name}(${shown.join(", ")})${path === undefined ? "" : ` "${path}"`}`;
}
