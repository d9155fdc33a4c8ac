/**
 * Calls that the kernel executes: it gets the arguments, and its result, the faults it took and the VMA list it left are
 * compared with what was recorded.
 */

import { type CallArguments, errnoName, hex } from "@palimpsest/kernel";
import { namedArguments } from "./call_arguments.ts";
import type { CheckKind } from "./checks.ts";
import type { CallRecord } from "./record.ts";
import { compareFaults } from "./run_fault.ts";
import { compareMapsHash } from "./run_maps.ts";
import type { Run, RunProcess } from "./run.ts";

/** How a call is asked. */
export interface Asking {
  /** Arguments beside those of the record: paths, given counts. */
  readonly args?: CallArguments;
  /** What the check of the result counts as; undefined leaves the result unchecked. */
  readonly kind: CheckKind | undefined;
}

/** Executes a call and compares what came of it; its result. */
export function askCall(run: Run, process: RunProcess, record: CallRecord, asking: Asking): number {
  const args = { ...namedArguments(record, (name) => run.pidOf(name)), ...asking.args };
  let result = 0;
  const seen = run.watchFaults(() => result = run.machine.call(process.pid, record.name, args));
  const about = aboutCall(record);
  if (asking.kind !== undefined) {
    const isAddress = run.machine.callNamed(record.name).returnsAddress;
    const kind = isAddress ? "addresses" : asking.kind;
    run.checks.compare(kind, about, expectedText(record, isAddress), resultText(result, isAddress));
  }
  compareFaults(run, run.takePendingFaults(process), seen, record.line);
  if (record.mapsHash !== undefined) compareMapsHash(run, about, process.pid, record.mapsHash);
  return result;
}

/** A recorded result as reports show it. */
export function expectedText({ result, errno }: CallRecord, isAddress = false): string {
  if (errno !== undefined) return `-1 ${errno}`;
  if (typeof result !== "number") return result ?? "nothing";
  return isAddress ? hex(result) : `${result}`;
}

/** A result of the kernel as reports show it. */
export function resultText(result: number, isAddress = false): string {
  if (result === -Infinity) return "it waits";
  if (result < 0 && result >= -4095) return `-1 ${errnoName(-result)}`;
  return isAddress ? hex(result) : `${result}`;
}

/** Where and what a call is, for a check. */
export function aboutCall(record: CallRecord): { line: number; what: string } {
  return { line: record.line, what: describeCall(record) };
}

/** A call as reports name it: `p0 mmap(0x0, 0x2000, …)`. */
export function describeCall({ process, name, args, path }: CallRecord): string {
  const shown = args.map((value) => typeof value === "string" ? value : hex(value));
  return `${process} ${name}(${shown.join(", ")})${path === undefined ? "" : ` "${path}"`}`;
}
