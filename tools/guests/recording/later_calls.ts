/**
 * The calls whose records come after what they did: a fork record stands before the child's first record and an exec
 * record where the new image starts, but the call's own record where it returns.
 *
 *     fork p0 → p1 … sys p0 clone          exec p1 … sys p1 execve
 *         └───────────────┘                    └──────────┘
 */

import type { CallRecord, ExecRecord, ForkRecord, RecordingRecord } from "./record.ts";

/** A record that another one, of the call that did it, belongs to. */
export type EarlyRecord = ForkRecord | ExecRecord;

const CALLS = {
  fork: new Set(["fork", "vfork", "clone", "clone3"]),
  exec: new Set(["execve", "execveat"]),
} as const;

/** Whether a call makes processes. */
export function isForkCall(name: string): boolean {
  return CALLS.fork.has(name);
}

/** Whether a call replaces the image of its process. */
export function isExecCall(name: string): boolean {
  return CALLS.exec.has(name);
}

/** The call record of each fork and exec record: the next one of its process of that sort that succeeds. */
export function laterCalls(records: readonly RecordingRecord[]): ReadonlyMap<EarlyRecord, CallRecord> {
  const waiting = new Map<string, EarlyRecord[]>();
  const calls = new Map<EarlyRecord, CallRecord>();
  for (const record of records) {
    const list = waiting.get(record.process) ?? [];
    waiting.set(record.process, list);
    if (record.kind === "fork" || record.kind === "exec") list.push(record);
    if (record.kind !== "sys" || record.errno !== undefined) continue;
    const index = list.findIndex(({ kind }) => CALLS[kind].has(record.name));
    if (index >= 0) calls.set(list.splice(index, 1)[0], record);
  }
  return calls;
}
