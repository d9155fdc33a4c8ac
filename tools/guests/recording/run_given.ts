/**
 * Calls whose results are given: events that carry the recorded result. Some move positions of open files, or close and
 * open descriptors; they do so with what is given, so that later calls, which are asked, find the right state.
 */

import { ERRNO, type Transaction } from "@palimpsest/kernel";
import { givenReason } from "./given_calls.ts";
import type { CallRecord } from "./record.ts";
import { aboutCall } from "./run_asked.ts";
import { makeAccess } from "./run_fault.ts";
import type { Run, RunProcess } from "./run.ts";

/** What a given call changes, when it succeeded; `result` is what it returned. */
export type GivenChange = (tx: Transaction, record: CallRecord, result: number) => void;

/** A call whose result is taken as it was recorded; faults that it took are accesses of the kernel. */
export function runGivenCall(run: Run, process: RunProcess, record: CallRecord, change?: GivenChange): void {
  for (const fault of run.takePendingFaults(process)) makeAccess(run, process, fault);
  run.checks.countGiven(record.name);
  const result = givenResult(run, record);
  run.machine.run(givenHeader(run, process, record), (tx) => {
    if (result >= 0) change?.(tx, record, result);
    return { result };
  });
}

/** A call that no table names: it is run as given, and told as a difference, for nobody has judged it. */
export function runUnknownCall(run: Run, process: RunProcess, record: CallRecord): void {
  if (givenReason(record.name) === undefined) {
    run.checks.compare(
      "results",
      aboutCall(record),
      "a call that is executed or given",
      "a call without a rule",
    );
  }
  runGivenCall(run, process, record);
}

/** The header of a given event. */
export function givenHeader({ pidOf }: Pick<Run, "pidOf">, process: RunProcess, record: CallRecord) {
  return {
    kind: "given",
    process: process.pid,
    name: record.name,
    arguments: record.args.map((value) => typeof value === "string" ? pidOf(value) : value),
    path: record.path ?? "",
  } as const;
}

/** The recorded result as the kernel would give it: a number, or a negated errno. */
export function givenResult(run: Run, { result, errno }: CallRecord): number {
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
