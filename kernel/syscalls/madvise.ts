/**
 * madvise(address, lengthBytes, advice): say how a range will be used.                                    madvise(2)
 *
 *  Errors, first match wins (mm/madvise.c):
 *    EINVAL  unknown advice · address not page-aligned · length wraps to 0 · the range wraps
 *    0       length 0
 *    then for each VMA in order, the work on those before it being done:
 *    EPERM   discarding sealed, read-only anonymous memory
 *    EINVAL  advice that does not fit the VMA (the table below)
 *    EACCES  MADV_REMOVE of a mapping that is not shared and writable · EPERM of a sealed file · ENODEV of a device
 *    EAGAIN  a split would pass the map count
 *    ENOMEM  a hole: reported at the end, after the work
 *  MADV_POPULATE_READ/WRITE: ENOMEM, EINVAL or EFAULT at the first page that cannot be populated.
 */

import { isPageAligned, PAGE_SIZE, pageRange } from "../address.ts";
import { EACCES, EAGAIN, EINVAL, ENODEV, ENOMEM, EPERM } from "../errno.ts";
import { units } from "../event/pattern.ts";
import { discardPages, freePagesLazily } from "../memory/discard_pages.ts";
import { punchHole } from "../memory/file_truncate.ts";
import { installGuards, removeGuards } from "../memory/guard_pages.ts";
import { MADV } from "../memory/mmap_flags.ts";
import { readPages } from "../memory/page_cache.ts";
import { pageOut } from "../memory/page_out.ts";
import { faultInPage } from "../memory/populate.ts";
import { isSealed, SEAL } from "../memory/seals.ts";
import { readSwappedShmem } from "../memory/shmem_swap_in.ts";
import { readSwapped } from "../memory/swap_readahead.ts";
import { isAnonymous, pageIndexIn, type Vma } from "../memory/vma.ts";
import { VM, VM_SPECIAL } from "../memory/vma_flags.ts";
import { modifyVma } from "../memory/vma_merge.ts";
import { FILE_REGULAR } from "../state/inode.ts";
import type { Transaction } from "../transaction.ts";
import { defineCall } from "./call.ts";

const KNOWN_ADVICE: ReadonlySet<number> = new Set<number>(
  Object.values(MADV).filter((advice) => advice !== MADV.HWPOISON && advice !== MADV.SOFT_OFFLINE),
);

/** Advice that throws contents away, which a sealed read-only anonymous VMA forbids (mseal(2)). */
const DISCARDS: ReadonlySet<number> = new Set<number>([
  MADV.FREE,
  MADV.DONTNEED,
  MADV.DONTNEED_LOCKED,
  MADV.REMOVE,
  MADV.DONTFORK,
  MADV.WIPEONFORK,
  MADV.GUARD_INSTALL,
]);

/** madvise(2). */
export const madvise = defineCall("madvise", {
  id: 21,
  doc: "Say how a range will be used.",
  arguments: { address: "address", lengthBytes: "size", advice: "advice" },
  addressRegister: "page",
  patterns: {
    232: {
      madvise: { process: 4, address: units(PAGE_SIZE, 19), lengthBytes: units(PAGE_SIZE, 9), advice: 4 },
      pagesUnmap: { page: 8, count: 12 },
    },
  },
  decide(tx, { address, lengthBytes, advice }) {
    if (!KNOWN_ADVICE.has(advice) || !isPageAligned(address)) return -EINVAL;
    const { startPage, endPage, lengthWraps, endWraps } = pageRange(address, lengthBytes);
    if (lengthWraps || endWraps) return -EINVAL;
    if (endPage === startPage) return 0;
    if (advice === MADV.POPULATE_READ || advice === MADV.POPULATE_WRITE) {
      return populate(tx, startPage, endPage, advice === MADV.POPULATE_WRITE);
    }
    return walk(tx, startPage, endPage, advice);
  },
});

/** madvise_walk_vmas. */
function walk(tx: Transaction, startPage: number, endPage: number, advice: number): number {
  let holes = 0;
  let page = startPage;
  while (page < endPage) {
    const vma = tx.space.vmaFrom(page);
    if (vma === undefined) return -ENOMEM;
    if (page < vma.startPage) {
      holes = -ENOMEM;
      page = vma.startPage;
      if (page >= endPage) break;
    }
    const partEnd = Math.min(vma.endPage, endPage);
    const result = advisePart(tx, vma, page, partEnd, advice);
    if (result !== 0) return result;
    page = partEnd;
  }
  return holes;
}

/** madvise_vma_behavior. */
function advisePart(tx: Transaction, vma: Vma, startPage: number, endPage: number, advice: number): number {
  const sealed = (vma.flags & VM.SEALED) !== 0 && (vma.flags & VM.WRITE) === 0 && isAnonymous(vma);
  if (sealed && DISCARDS.has(advice)) return -EPERM;
  switch (advice) {
    case MADV.REMOVE:
      return remove(tx, vma, startPage, endPage);
    case MADV.WILLNEED:
      return willNeed(tx, vma, startPage, endPage);
    case MADV.COLD:
      return (vma.flags & (VM.LOCKED | VM.PFNMAP)) !== 0 ? -EINVAL : 0;
    case MADV.COLLAPSE:
      return -EINVAL;
    case MADV.PAGEOUT:
      if ((vma.flags & (VM.LOCKED | VM.PFNMAP)) !== 0) return -EINVAL;
      pageOut(tx, vma, startPage, endPage);
      return 0;
    case MADV.DONTNEED:
    case MADV.DONTNEED_LOCKED:
    case MADV.FREE:
      return discard(tx, vma, startPage, endPage, advice);
    case MADV.GUARD_INSTALL:
      if ((vma.flags & (VM.LOCKED | VM_SPECIAL)) !== 0) return -EINVAL;
      installGuards(tx, vma, startPage, endPage);
      return 0;
    case MADV.GUARD_REMOVE:
      if ((vma.flags & VM_SPECIAL) !== 0) return -EINVAL;
      removeGuards(tx, vma, startPage, endPage);
      return 0;
    default:
      return changeFlags(tx, vma, startPage, endPage, advisedFlags(vma, advice));
  }
}

/** The advice that only sets flags; -EINVAL where it does not fit the VMA. */
function advisedFlags(vma: Vma, advice: number): number {
  const { flags } = vma;
  switch (advice) {
    case MADV.NORMAL:
      return flags & ~(VM.RAND_READ | VM.SEQ_READ);
    case MADV.SEQUENTIAL:
      return (flags & ~VM.RAND_READ) | VM.SEQ_READ;
    case MADV.RANDOM:
      return (flags & ~VM.SEQ_READ) | VM.RAND_READ;
    case MADV.DONTFORK:
      return flags | VM.DONTCOPY;
    case MADV.DOFORK:
      return (flags & VM.IO) !== 0 ? -EINVAL : flags & ~VM.DONTCOPY;
    case MADV.WIPEONFORK:
      return !isAnonymous(vma) || (flags & VM.SHARED) !== 0 ? -EINVAL : flags | VM.WIPEONFORK;
    case MADV.KEEPONFORK:
      return (flags & VM.DROPPABLE) !== 0 ? -EINVAL : flags & ~VM.WIPEONFORK;
    case MADV.DONTDUMP:
      return flags | VM.DONTDUMP;
    case MADV.DODUMP:
      return (flags & (VM_SPECIAL | VM.DROPPABLE)) !== 0 ? -EINVAL : flags & ~VM.DONTDUMP;
    case MADV.MERGEABLE:
      return canDeduplicate(flags) ? flags | VM.MERGEABLE : flags;
    case MADV.UNMERGEABLE:
      return flags & ~VM.MERGEABLE;
    case MADV.HUGEPAGE:
      return (flags & ~VM.NOHUGEPAGE) | VM.HUGEPAGE;
    default:
      return (flags & ~VM.HUGEPAGE) | VM.NOHUGEPAGE;
  }
}

/** Whether KSM may look at the VMA at all (ksm_compatible). */
function canDeduplicate(flags: number): boolean {
  return (flags & (VM.SHARED | VM.MAYSHARE | VM_SPECIAL | VM.DROPPABLE)) === 0;
}

function changeFlags(tx: Transaction, vma: Vma, startPage: number, endPage: number, flags: number): number {
  if (flags < 0) return flags;
  if (flags === vma.flags) return 0;
  const changed = modifyVma(tx, vma, startPage, endPage, flags);
  return typeof changed === "number" ? -EAGAIN : 0;
}

function discard(tx: Transaction, vma: Vma, startPage: number, endPage: number, advice: number): number {
  const forbidden = advice === MADV.DONTNEED_LOCKED ? VM.PFNMAP : VM.PFNMAP | VM.LOCKED;
  if ((vma.flags & forbidden) !== 0) return -EINVAL;
  if (advice !== MADV.FREE) discardPages(tx, vma, startPage, endPage);
  else if (!isAnonymous(vma)) return -EINVAL;
  else freePagesLazily(tx, vma, startPage, endPage);
  return 0;
}

function remove(tx: Transaction, vma: Vma, startPage: number, endPage: number): number {
  if ((vma.flags & VM.LOCKED) !== 0 || vma.file === 0) return -EINVAL;
  if ((vma.flags & (VM.SHARED | VM.MAYWRITE)) !== (VM.SHARED | VM.MAYWRITE)) return -EACCES;
  const inode = tx.state.inode(vma.inode);
  if (isSealed(inode, SEAL.WRITE | SEAL.FUTURE_WRITE)) return -EPERM;
  if (inode.making.fileKind !== FILE_REGULAR) return -ENODEV;
  punchHole(tx, vma.inode, pageIndexIn(vma, startPage) * 4096, (endPage - startPage) * 4096);
  return 0;
}

/** MADV_WILLNEED: a file's pages are read into the page cache, what was swapped out into the swap cache; nothing is mapped. */
function willNeed(tx: Transaction, vma: Vma, startPage: number, endPage: number): number {
  if (vma.file === 0) {
    if (vma.anonVma !== 0) readSwapped(tx, vma, startPage, endPage);
    return 0;
  }
  const inode = tx.state.inode(vma.inode);
  const read = inode.isMemoryBacked ? readSwappedShmem : readPages;
  read(tx, inode, pageIndexIn(vma, startPage), endPage - startPage);
  return 0;
}

/** madvise_populate: page by page, to the first that cannot be. */
function populate(tx: Transaction, startPage: number, endPage: number, write: boolean): number {
  for (let page = startPage; page < endPage; page++) {
    const vma = tx.space.vmaAt(page);
    if (vma === undefined) return -ENOMEM;
    if ((vma.flags & (VM.IO | VM.PFNMAP)) !== 0) return -EINVAL;
    if ((vma.flags & (write ? VM.WRITE : VM.READ)) === 0) return -EINVAL;
    const failure = faultInPage(tx, page, { write, force: false });
    if (failure !== 0) return failure;
  }
  return 0;
}
