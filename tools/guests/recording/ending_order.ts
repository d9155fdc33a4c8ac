/**
 * When processes end, as the calls of their parents saw it. A recording's records are ordered by when the recorder saw
 * them; a parent that waits may have looked before a child ended, and returned after the recorder saw the end:
 *
 *     dead p2 · dead p3 · sys p1 wait4(-1) = p3        p2 had not ended when p1 looked: p3 is not its first child
 *
 * The order of events between processes is given; this file reads it out of what waiting calls returned: a child that
 * such a call must have passed over, had it ended, ends after the call.
 *
 *   EO1  A process ends at its last maps record, or after a waiting call that passed it over, whichever is later.
 */

import type { CallRecord, RecordingRecord } from "./record.ts";
import { asInt32 } from "./word.ts";

/** A child in the eyes of its parent. */
interface Child {
  readonly name: string;
  hasEnded: boolean;
}

/** The children that each waiting call passed over although the recorder had seen them end. */
export function passedOver(records: readonly RecordingRecord[]): ReadonlyMap<CallRecord, readonly string[]> {
  const children = new Map<string, Child[]>();
  const found = new Map<CallRecord, readonly string[]>();
  const childrenOf = (process: string) => children.get(process) ?? [];
  for (const record of records) {
    if (record.kind === "fork") {
      children.set(record.process, [...childrenOf(record.process), { name: record.child, hasEnded: false }]);
    } else if (record.kind === "dead" || (record.kind === "maps" && record.at === "exit")) {
      for (const child of [...children.values()].flat()) {
        if (child.name === record.process) child.hasEnded = true;
      }
    } else if (record.kind === "sys" && record.name === "wait4" && record.errno === undefined) {
      const family = childrenOf(record.process);
      const passed = isForAny(record) ? passedBy(record, family) : [];
      if (passed.length > 0) found.set(record, passed);
      children.set(record.process, family.filter(({ name }) => name !== record.result));
    }
  }
  return found;
}

/** Children are looked at in the order of their birth: those that ended and stand before the one that is returned. */
function passedBy({ result }: CallRecord, family: readonly Child[]): string[] {
  const index = family.findIndex(({ name }) => name === result);
  return family.slice(0, index < 0 ? family.length : index).filter(({ hasEnded }) => hasEnded)
    .map(({ name }) => name);
}

function isForAny({ args: [pid] }: CallRecord): boolean {
  return typeof pid === "number" && asInt32(pid) <= 0;
}
