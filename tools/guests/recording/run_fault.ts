/**
 * Faults of a recording: the access is made, and must take exactly one fault of the recorded class.
 *
 *     fault                 the process touches the address
 *     fault with `in`       during a call whose record follows: kept until then (run_call.ts)
 */

import { FAULT_OUTCOME, hex, pageOf, touchMemory } from "@palimpsest/kernel";
import type { FaultRecord } from "./record.ts";
import { faultWords, type Run, type RunProcess, type SeenFault } from "./run.ts";

const ACCESS_WORDS = { r: "reads", w: "writes", x: "executes" } as const;

/** Takes a fault record: makes its access, or keeps it for the call that it belongs to. */
export function runFault(run: Run, record: FaultRecord): void {
  const process = run.processOf(record);
  if (record.during === undefined) makeAccess(run, process, record);
  else process.pendingFaults.push(record);
}

/** Makes the access of a fault record, and compares the faults it took with the one that was recorded. */
export function makeAccess(run: Run, process: RunProcess, record: FaultRecord): void {
  const access = {
    write: record.access === "w",
    execute: record.access === "x",
    kernel: record.byKernel,
  };
  const seen = run.watchFaults(() => {
    touchMemory(run.machine, process.pid, record.address, access);
  });
  const got = seen.map((fault) => wordsLike(record, fault)).join(", then ");
  run.checks.compare("faults", aboutFault(record), expectedWords(record), got === "" ? "no fault" : got);
}

/** Compares the faults that a call took with those that were recorded in it, one by one. */
export function compareFaults(
  run: Run,
  expected: readonly FaultRecord[],
  seen: readonly SeenFault[],
  line: number,
): void {
  for (const [index, record] of expected.entries()) {
    const fault = seen[index];
    const got = fault === undefined
      ? "no fault"
      : `${wordsLike(record, fault)} at page ${hex(fault.page * 4096)}`;
    const page = hex(pageOf(record.address) * 4096);
    run.checks.compare("faults", aboutFault(record), `${expectedWords(record)} at page ${page}`, got);
  }
  for (const fault of seen.slice(expected.length)) {
    const got = `${faultWords(fault.outcome, fault.wasPresent)} at page ${hex(fault.page * 4096)}`;
    run.checks.compare("faults", { line, what: "the kernel touches memory in this call" }, "no fault", got);
  }
}

function aboutFault(
  { process, access, address, byKernel, line }: FaultRecord,
): { line: number; what: string } {
  const who = byKernel ? `the kernel, for ${process},` : process;
  return { line, what: `${who} ${ACCESS_WORDS[access ?? "r"]} ${hex(address)}` };
}

function expectedWords({ isMajor, wasPresent }: FaultRecord): string {
  const outcome = isMajor ? FAULT_OUTCOME.major : FAULT_OUTCOME.minor;
  return faultWords(outcome, wasPresent ?? false);
}

/** A seen fault in words; what the recorder could not tell is not compared. */
function wordsLike(record: FaultRecord, { outcome, wasPresent }: SeenFault): string {
  return faultWords(outcome, record.wasPresent === undefined ? false : wasPresent);
}
