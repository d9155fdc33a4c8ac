/**
 * mremap(oldAddress, oldLengthBytes, newLengthBytes, flags, newAddress): resize or move a mapping.          mremap(2)
 *
 *  Errors, first match wins (mm/mremap.c of 6.17 and later; lengths are rounded up to pages first):
 *    EINVAL  unknown flags · old address not page-aligned · new length 0 or beyond the task size
 *    with MREMAP_FIXED or MREMAP_DONTUNMAP:
 *    EINVAL  the new range beyond the task size · new address not page-aligned · no MREMAP_MAYMOVE
 *            · DONTUNMAP with another length · old and new range overlap
 *    ENOMEM  the map count, less what a move may need (check_mremap_params)
 *    without them, too:
 *    EFAULT  nothing mapped at the old address
 *    EPERM   a sealed VMA
 *    EINVAL  old length 0 of a private mapping
 *    EFAULT  the old range is more than one VMA (a resize)
 *    EAGAIN  RLIMIT_MEMLOCK · ENOMEM RLIMIT_AS, RLIMIT_DATA, overcommit, no room, growth in place without MAYMOVE
 *
 *  With MREMAP_FIXED and equal lengths every VMA of the old range is moved, gaps kept; an error leaves what moved
 *  before it moved (move_several, below).
 */

import { isPageAligned, PAGE_SIZE, pageRange, TASK_SIZE_PAGES } from "../address.ts";
import { EAGAIN, EFAULT, EINVAL, ENOMEM, EPERM } from "../errno.ts";
import { MAX_MAP_COUNT } from "../limits.ts";
import { isEnoughMemory, mayExpand, mayLockMore } from "../memory/address_limits.ts";
import { MREMAP } from "../memory/mmap_flags.ts";
import { moveVma } from "../memory/move_vma.ts";
import { placeMapping } from "../memory/placement.ts";
import { populateRange } from "../memory/populate.ts";
import { unmapChecked, unmapRegion } from "../memory/unmap_region.ts";
import type { Vma } from "../memory/vma.ts";
import { VM } from "../memory/vma_flags.ts";
import { mergeNewRange } from "../memory/vma_merge.ts";
import { FS_EXT4 } from "../state/inode.ts";
import type { Transaction } from "../transaction.ts";
import { defineCall } from "./call.ts";

/** What is to happen to one VMA, in pages. */
interface Remap {
  readonly page: number;
  readonly oldCount: number;
  readonly newCount: number;
  readonly fixed: boolean;
  readonly dontUnmap: boolean;
  readonly mayMove: boolean;
  readonly newPage: number;
}

/** Pages of the 64-bit address range, where the end of a range wraps around. */
const WORD_PAGES = 2 ** 52;

/** mremap(2). */
export const mremap = defineCall("mremap", {
  id: 20,
  doc: "Resize or move a mapping.",
  arguments: {
    oldAddress: "address",
    oldLengthBytes: "size",
    newLengthBytes: "size",
    flags: "mremapFlags",
    newAddress: "address",
  },
  returnsAddress: true,
  addressRegister: "mapPage",
  decide(tx, { oldAddress, oldLengthBytes, newLengthBytes, flags, newAddress }) {
    if ((flags & ~(MREMAP.MAYMOVE | MREMAP.FIXED | MREMAP.DONTUNMAP)) !== 0) return -EINVAL;
    if (!isPageAligned(oldAddress)) return -EINVAL;
    const old = pageRange(oldAddress, oldLengthBytes);
    const resized = pageRange(0, newLengthBytes);
    const newCount = resized.lengthWraps ? 0 : resized.endPage;
    if (newCount === 0 || newCount > TASK_SIZE_PAGES) return -EINVAL;
    const remap: Remap = {
      page: old.startPage,
      oldCount: old.lengthWraps ? 0 : old.endPage - old.startPage,
      newCount,
      fixed: (flags & MREMAP.FIXED) !== 0,
      dontUnmap: (flags & MREMAP.DONTUNMAP) !== 0,
      mayMove: (flags & MREMAP.MAYMOVE) !== 0,
      newPage: pageRange(newAddress, 0).startPage,
    };
    if (remap.fixed || remap.dontUnmap) {
      const failure = checkNewAddress(remap, isPageAligned(newAddress));
      if (failure !== 0) return failure;
      if (tx.space.vmaCount + 2 >= MAX_MAP_COUNT - 3) return -ENOMEM;
    }
    const result = remap.fixed && remap.oldCount === newCount ? moveSeveral(tx, remap) : remapOne(tx, remap);
    return result < 0 ? result : result * PAGE_SIZE;
  },
});

function checkNewAddress(
  { page, oldCount, newCount, newPage, mayMove, dontUnmap }: Remap,
  aligned: boolean,
): number {
  if (newPage > TASK_SIZE_PAGES - newCount || !aligned || !mayMove) return -EINVAL;
  if (dontUnmap && oldCount !== newCount) return -EINVAL;
  const oldEnd = (page + oldCount) % WORD_PAGES;
  return oldEnd > newPage && newPage + newCount > page ? -EINVAL : 0;
}

/** Moves every VMA of the old range to the same distance in the new one (remap_move). */
function moveSeveral(tx: Transaction, remap: Remap): number {
  const end = remap.page + remap.oldCount;
  let page = remap.page;
  let first = true;
  for (
    let vma = tx.space.vmaFrom(page);
    vma !== undefined && vma.startPage < end;
    vma = tx.space.vmaFrom(page)
  ) {
    if (first && vma.startPage > page) return -EFAULT;
    first = false;
    const from = Math.max(page, vma.startPage);
    const partEnd = Math.min(vma.endPage, end);
    const count = partEnd - from;
    const newPage = remap.newPage + from - remap.page;
    const moved = remapOne(tx, { ...remap, page: from, oldCount: count, newCount: count, newPage });
    if (moved < 0) return moved;
    page = partEnd;
    if (page >= end) break;
  }
  return first ? -EFAULT : remap.newPage;
}

/** Resizes or moves one VMA; its page afterwards, or a negated errno. */
function remapOne(tx: Transaction, remap: Remap): number {
  const vma = tx.space.vmaAt(remap.page);
  if (vma === undefined) return -EFAULT;
  const failure = checkRemap(tx, vma, remap);
  if (failure !== 0) return failure;
  return remap.fixed || remap.dontUnmap ? remapTo(tx, remap) : remapInPlace(tx, vma, remap);
}

/** check_prep_vma: may this VMA be remapped so? */
function checkRemap(tx: Transaction, vma: Vma, remap: Remap): number {
  const { page, oldCount, newCount, fixed, dontUnmap } = remap;
  if ((vma.flags & VM.SEALED) !== 0) return -EPERM;
  if (newCount <= oldCount && !fixed && !dontUnmap) return 0;
  if (oldCount === 0 && (vma.flags & (VM.SHARED | VM.MAYSHARE)) === 0) return -EINVAL;
  if ((vma.flags & (VM.DONTEXPAND | VM.PFNMAP)) !== 0 && (dontUnmap || newCount > oldCount)) return -EFAULT;
  if (Math.min(oldCount, newCount) > vma.endPage - page) return -EFAULT;
  if (newCount <= oldCount) return 0;
  const growth = newCount - oldCount;
  if (!mayLockMore(tx.process, tx.space, vma.flags, growth)) return -EAGAIN;
  return mayExpand(tx.process, tx.space, vma.flags, growth) ? 0 : -ENOMEM;
}

/** mremap_at: without a new address. */
function remapInPlace(tx: Transaction, vma: Vma, remap: Remap): number {
  const { page, oldCount, newCount } = remap;
  if (newCount === oldCount) return page;
  if (newCount < oldCount) {
    const failure = unmapChecked(tx, tx.space, page + newCount, page + oldCount);
    return failure !== 0 ? failure : page;
  }
  if (mayGrowInPlace(tx, vma, remap)) return growInPlace(tx, vma, remap);
  if (!remap.mayMove) return -ENOMEM;
  const newPage = placeCopy(tx, vma, remap, 0, false);
  return newPage < 0 ? newPage : moveAndPopulate(tx, vma, remap, newPage);
}

/** vma_expandable: the range ends where the VMA ends, and nothing follows in the way. */
function mayGrowInPlace(tx: Transaction, vma: Vma, { page, oldCount, newCount }: Remap): boolean {
  if (oldCount === 0 || vma.endPage !== page + oldCount) return false;
  const end = page + newCount;
  const next = tx.space.vmas.next(vma.endPage);
  return (next === undefined || next.startPage >= end) && end <= TASK_SIZE_PAGES;
}

function growInPlace(tx: Transaction, vma: Vma, { page, oldCount, newCount }: Remap): number {
  const growth = newCount - oldCount;
  if ((vma.flags & VM.ACCOUNT) !== 0 && !isEnoughMemory(tx, growth)) return -ENOMEM;
  const merged = mergeNewRange(tx, tx.space, {
    ...vma,
    startPage: vma.endPage,
    endPage: vma.endPage + growth,
    pageOffset: vma.pageOffset + vma.endPage - vma.startPage,
  });
  if (merged === undefined) return -ENOMEM;
  if ((vma.flags & VM.LOCKED) !== 0) populateRange(tx, page + oldCount, page + newCount, true);
  return page;
}

/** mremap_to: to a new address (MREMAP_FIXED), or away from the old one (MREMAP_DONTUNMAP). */
function remapTo(tx: Transaction, remap: Remap): number {
  const { page, newCount, newPage } = remap;
  if (remap.fixed) {
    const failure = unmapRegion(tx, tx.space, newPage, newPage + newCount);
    if (failure !== 0) return failure;
  }
  let { oldCount } = remap;
  if (oldCount > newCount) {
    const failure = unmapChecked(tx, tx.space, page + newCount, page + oldCount);
    if (failure !== 0) return failure;
    oldCount = newCount;
  }
  const vma = tx.space.vmaAt(page);
  if (vma === undefined) return -EFAULT;
  if (remap.dontUnmap && !mayExpand(tx.process, tx.space, vma.flags, oldCount)) return -ENOMEM;
  const place = placeCopy(tx, vma, remap, newPage, remap.fixed);
  return place < 0 ? place : moveAndPopulate(tx, vma, { ...remap, oldCount }, place);
}

/** Where the copy goes (vrm_set_new_addr). */
function placeCopy(tx: Transaction, vma: Vma, remap: Remap, hintPage: number, fixed: boolean): number {
  const onDisk = vma.inode !== 0 && tx.state.inode(vma.inode).making.fileSystem === FS_EXT4;
  const isPrivateAnonymous = vma.file === 0;
  return placeMapping(tx.space, {
    address: hintPage * PAGE_SIZE,
    pageCount: remap.newCount,
    fixed,
    low: false,
    alignment: isPrivateAnonymous ? "anonymous" : onDisk ? "file" : "none",
    pageOffset: isPrivateAnonymous ? 0 : vma.pageOffset + remap.page - vma.startPage,
  });
}

function moveAndPopulate(tx: Transaction, vma: Vma, remap: Remap, newPage: number): number {
  const { page, oldCount, newCount, dontUnmap } = remap;
  if (tx.space.vmaCount >= MAX_MAP_COUNT - 3) return -ENOMEM;
  const charged = dontUnmap ? newCount : newCount - oldCount;
  if ((vma.flags & VM.ACCOUNT) !== 0 && charged > 0 && !isEnoughMemory(tx, charged)) return -ENOMEM;
  moveVma(tx, vma, { page, oldCount, newCount, newPage, keepSource: dontUnmap });
  if ((vma.flags & VM.LOCKED) !== 0 && newCount > oldCount) {
    populateRange(tx, newPage + oldCount, newPage + newCount, true);
  }
  return newPage;
}
