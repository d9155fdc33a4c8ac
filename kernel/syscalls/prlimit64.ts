/**
 * prlimit64(pid, resource, newLimit, oldLimit): read and set a resource limit.                            prlimit(2)
 *
 *     struct rlimit64   | soft, 8 bytes | hard, 8 bytes |     2^64 - 1: no limit
 *
 *  A newLimit outside the modelled memory is given by its values: `outside` 1, `soft` and `hard` (negative: no limit).
 *
 *  Errors, first match wins (kernel/sys.c):
 *    EFAULT  newLimit cannot be read
 *    ESRCH   no such process
 *    EINVAL  no such resource · soft above hard
 *    EPERM   a hard limit above the one there is
 *    EFAULT  oldLimit cannot be written (the new limit stays)
 */

import { EFAULT, EINVAL, EPERM, ESRCH } from "../errno.ts";
import { RLIM_INFINITY } from "../limits.ts";
import { readUserBytes, writeUserBytes } from "../memory/user_bytes.ts";
import type { Limit } from "../state/process.ts";
import type { Transaction } from "../transaction.ts";
import { defineCall } from "./call.ts";

const LIMIT_BYTES = 16;
const WORD_32 = 2 ** 32;

/** prlimit64(2). */
export const prlimit64 = defineCall("prlimit64", {
  id: 71,
  doc: "Read and set a resource limit.",
  arguments: {
    pid: "pid",
    resource: "resource",
    newLimit: "address",
    oldLimit: "address",
    outside: "none",
    soft: "none",
    hard: "none",
  },
  decide(tx, args) {
    const { resource, oldLimit } = args;
    const wanted = args.newLimit === 0 && args.outside === 0 ? undefined : newLimitOf(tx, args);
    if (wanted === null) return -EFAULT;
    const pid = args.pid === 0 ? tx.pid : args.pid;
    const process = tx.state.processes.get(pid);
    if (process === undefined) return -ESRCH;
    const before = process.limits[resource];
    if (before === undefined || wanted !== undefined && wanted.soft > wanted.hard) return -EINVAL;
    if (wanted !== undefined) {
      if (wanted.hard > before.hard) return -EPERM;
      tx.emit({ kind: "limitSet", process: pid, resource, ...wanted });
    }
    return oldLimit === 0 || writeUserBytes(tx, oldLimit, limitBytes(before)) ? 0 : -EFAULT;
  },
});

/** The limit to set; null when it cannot be read. */
function newLimitOf(
  tx: Transaction,
  { newLimit, outside, soft, hard }: { newLimit: number; outside: number; soft: number; hard: number },
): Limit | null {
  if (outside !== 0) return { soft: soft < 0 ? RLIM_INFINITY : soft, hard: hard < 0 ? RLIM_INFINITY : hard };
  const structure = readUserBytes(tx, newLimit, LIMIT_BYTES);
  if (structure === undefined) return null;
  const view = new DataView(structure.buffer);
  return { soft: limitAt(view, 0), hard: limitAt(view, 8) };
}

/** A limit as the machine keeps it: whatever it cannot count to is no limit. */
function limitAt(view: DataView, offset: number): number {
  const value = view.getUint32(offset + 4, true) * WORD_32 + view.getUint32(offset, true);
  return Math.min(value, RLIM_INFINITY);
}

function limitBytes({ soft, hard }: Limit): Uint8Array {
  const view = new DataView(new ArrayBuffer(LIMIT_BYTES));
  [soft, hard].forEach((value, index) => {
    const isNone = value === RLIM_INFINITY;
    view.setUint32(index * 8, isNone ? WORD_32 - 1 : value % WORD_32, true);
    view.setUint32(index * 8 + 4, isNone ? WORD_32 - 1 : Math.floor(value / WORD_32), true);
  });
  return new Uint8Array(view.buffer);
}
