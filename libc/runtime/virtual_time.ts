/**
 * Virtual time: what the events of a run would take, by a stated model. It follows from the log alone.
 *
 *     a call                       0.3 µs     entering and leaving the kernel, and little work
 *     a minor fault                0.5 µs     trap, page table, perhaps a page to clear or copy
 *     a major fault                100 µs     a read from a disk (NVMe)
 *     a signal, or the way back    1 µs
 *
 * Loads and stores that do not fault take no time. Sleeping takes as long as was asked for.
 */

import { type AnyRecord, FAULT_OUTCOME } from "@palimpsest/kernel";

/** What things take, in nanoseconds. */
export const COST_NANOSECONDS = { call: 300, minorFault: 500, majorFault: 100_000, signal: 1000 } as const;
/** How long a process runs while others are ready (3 ms: Linux's base slice). */
export const SLICE_NANOSECONDS = 3_000_000;

/** What an event took. */
export function eventNanoseconds(header: AnyRecord, outcome: AnyRecord): number {
  const { kind } = header;
  if (kind === "fault") {
    return outcome.result === FAULT_OUTCOME.major ? COST_NANOSECONDS.majorFault : COST_NANOSECONDS.minorFault;
  }
  if (kind === "signal") return COST_NANOSECONDS.signal;
  return isCall(header, outcome) ? COST_NANOSECONDS.call : 0;
}

/** Whether an event is a system call; the later parts of one that was split do not count again. */
export function isCall({ kind, resumed }: AnyRecord, outcome: AnyRecord): boolean {
  return kind !== "fault" && outcome.result !== undefined && resumed !== true;
}
