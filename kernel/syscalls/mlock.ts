/**
 * mlock(address, lengthBytes), mlock2(address, lengthBytes, flags), munlock(address, lengthBytes).          mlock(2)
 *
 *  Errors of mlock and mlock2, first match wins (mm/mlock.c: do_mlock):
 *    EINVAL  mlock2: flags other than MLOCK_ONFAULT
 *    EPERM   RLIMIT_MEMLOCK is 0
 *    ENOMEM  the limit would be passed (pages locked already in the range are not counted twice)
 *    EINVAL  the range wraps
 *    ENOMEM  a hole (VMAs before it are locked), the map count
 *    ENOMEM  a page cannot be faulted in (PROT_NONE, beyond a file's end); EAGAIN no memory
 *  munlock: EINVAL, ENOMEM as above.
 */

import { EINVAL, ENOMEM, EPERM } from "../errno.ts";
import { RLIMIT } from "../state/process.ts";
import { mayLock } from "../memory/address_limits.ts";
import { lockErrno, populateRange } from "../memory/populate.ts";
import { VM } from "../memory/vma_flags.ts";
import { PAGE_SIZE } from "../address.ts";
import type { Space } from "../state/space.ts";
import type { Transaction } from "../transaction.ts";
import { defineCall } from "./call.ts";
import { lockRange, spannedPages } from "./lock_range.ts";

/** mlock2's only flag: lock pages as they are faulted in. */
export const MLOCK_ONFAULT = 1;

/** mlock(2). */
export const mlock = defineCall("mlock", {
  id: 24,
  doc: "Lock a range into memory.",
  arguments: { address: "address", lengthBytes: "size" },
  decide: (tx, { address, lengthBytes }) => lockMemory(tx, address, lengthBytes, VM.LOCKED),
});

/** mlock2(2). */
export const mlock2 = defineCall("mlock2", {
  id: 25,
  doc: "Lock a range into memory, perhaps only on fault.",
  arguments: { address: "address", lengthBytes: "size", flags: "hex" },
  decide(tx, { address, lengthBytes, flags }) {
    if ((flags & ~MLOCK_ONFAULT) !== 0) return -EINVAL;
    return lockMemory(tx, address, lengthBytes, flags === 0 ? VM.LOCKED : VM.LOCKED | VM.LOCKONFAULT);
  },
});

/** munlock(2). */
export const munlock = defineCall("munlock", {
  id: 26,
  doc: "Unlock a range.",
  arguments: { address: "address", lengthBytes: "size" },
  decide: (tx, { address, lengthBytes }) => lockRange(tx, spannedPages(address, lengthBytes), 0),
});

function lockMemory(tx: Transaction, address: number, lengthBytes: number, bits: number): number {
  if (!mayLock(tx.process)) return -EPERM;
  const range = spannedPages(address, lengthBytes);
  const { startPage, endPage } = range;
  const { space } = tx;
  const limit = Math.floor(tx.process.limits[RLIMIT.MEMLOCK].soft / PAGE_SIZE);
  let locked = (range.lengthWraps ? 0 : endPage - startPage) + space.lockedPages;
  if (locked > limit) locked -= lockedPagesIn(space, startPage, endPage);
  if (locked > limit) return -ENOMEM;
  const failure = lockRange(tx, range, bits);
  if (failure !== 0) return failure;
  return range.lengthWraps ? 0 : lockErrno(populateRange(tx, startPage, endPage, false));
}

/** Pages of the range that are locked already (count_mm_mlocked_page_nr). */
function lockedPagesIn(space: Space, startPage: number, endPage: number): number {
  let count = 0;
  for (let vma = space.vmaFrom(startPage); vma !== undefined && vma.startPage < endPage;) {
    if ((vma.flags & VM.LOCKED) !== 0) {
      count += Math.min(vma.endPage, endPage) - Math.max(vma.startPage, startPage);
    }
    vma = space.vmas.next(vma.endPage);
  }
  return count;
}
