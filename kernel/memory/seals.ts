/**
 * Seals: what may never be done again with a file in memory (mm/memfd.c, mm/shmem.c).
 *
 *     SEAL       no further seals
 *     SHRINK     ftruncate to less          GROW          ftruncate to more, writes and allocations behind the end
 *     WRITE      write, shared writable     FUTURE_WRITE  the same, but writable mappings that exist stay
 *                mappings, holes            EXEC          no change of the right to execute
 *
 *   SE1  Only what memfd_create made for sealing can be sealed; other files of tmpfs are sealed against it (SEAL), files of
 *        a disk know no seals.
 *   SE2  WRITE needs that no shared mapping may write, now or after mprotect.
 */

import { PAGE_SIZE } from "../address.ts";
import { EBUSY, EINVAL, EPERM } from "../errno.ts";
import type { Inode } from "../state/inode.ts";
import type { OpenFile } from "../state/open_file.ts";
import type { Transaction } from "../transaction.ts";
import { VM } from "./vma_flags.ts";

/** F_SEAL_* of fcntl(2). */
export const SEAL = { SEAL: 1, SHRINK: 2, GROW: 4, WRITE: 8, FUTURE_WRITE: 0x10, EXEC: 0x20 } as const;

/** Seals of a file that knows none. */
export const NO_SEALS = -1;
const ALL_SEALS = 0x3f;
const MAY_EXECUTE = 0o111;
/** What sealing the right to execute brings with it, of a file that has it. */
const OF_EXECUTABLE = SEAL.SHRINK | SEAL.GROW | SEAL.WRITE | SEAL.FUTURE_WRITE;

/** The seals of a file as F_GET_SEALS tells them, or -EINVAL where there are none. */
export function sealsOf(inode: Inode): number {
  if (inode.seals !== NO_SEALS) return inode.seals;
  return inode.isMemoryBacked ? SEAL.SEAL : -EINVAL;
}

/** Whether a file has one of some seals. */
export function isSealed({ seals }: Inode, wanted: number): boolean {
  return seals !== NO_SEALS && (seals & wanted) !== 0;
}

/** Adds seals through an open file (F_ADD_SEALS): 0, -EPERM, -EINVAL, -EBUSY. */
export function addSeals(tx: Transaction, file: OpenFile, wanted: number): number {
  if (!file.isWritable) return -EPERM;
  if ((wanted & ~ALL_SEALS) !== 0) return -EINVAL;
  const inode = tx.state.inode(file.inode);
  const before = sealsOf(inode);
  if (before < 0) return before;
  if ((before & SEAL.SEAL) !== 0) return -EPERM;
  const isExecutable = (inode.making.mode & MAY_EXECUTE) !== 0;
  const added = (wanted & SEAL.EXEC) !== 0 && isExecutable ? wanted | OF_EXECUTABLE : wanted;
  if ((added & SEAL.WRITE) !== 0 && (before & SEAL.WRITE) === 0 && mayBeStoredTo(inode)) return -EBUSY;
  const seals = before | added;
  if (seals !== before) tx.emit({ kind: "inodeSeals", inode: inode.id, seals });
  return 0;
}

/** Whether a shared mapping of a file may write, or be made to (i_mmap_writable). */
function mayBeStoredTo(inode: Inode): boolean {
  const wanted = VM.SHARED | VM.MAYWRITE;
  for (const { flags } of inode.mappings.items()) if ((flags & wanted) === wanted) return true;
  return false;
}

/** Whether seals keep a file from another size. */
export function isResizeSealed(inode: Inode, sizeBytes: number): boolean {
  return sizeBytes < inode.sizeBytes && isSealed(inode, SEAL.SHRINK) ||
    sizeBytes > inode.sizeBytes && isSealed(inode, SEAL.GROW);
}

/**
 * How much of a write seals let pass, or -EPERM. A write goes page by page, and ends before the page that would grow a
 * file that must not.
 */
export function sealedWrite(inode: Inode, position: number, lengthBytes: number): number {
  if (isSealed(inode, SEAL.WRITE | SEAL.FUTURE_WRITE)) return -EPERM;
  if (!isSealed(inode, SEAL.GROW) || position + lengthBytes <= inode.sizeBytes) return lengthBytes;
  const wholePages = inode.sizeBytes - inode.sizeBytes % PAGE_SIZE;
  return wholePages > position ? wholePages - position : -EPERM;
}

/** VM_* flags of a mapping as seals leave them, or -EPERM (memfd_check_seals_mmap). */
export function sealedMapping(inode: Inode, flags: number): number {
  if (!isSealed(inode, SEAL.WRITE | SEAL.FUTURE_WRITE) || (flags & VM.SHARED) === 0) return flags;
  return (flags & VM.WRITE) !== 0 ? -EPERM : flags & ~VM.MAYWRITE;
}
