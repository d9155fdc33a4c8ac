/**
 * Making a mapping at a chosen place (mm/vma.c: mmap_region).
 *
 * In Linux's order: what is in the way is gathered, limits are checked, what was gathered goes, then the range joins a
 * neighbour or becomes a VMA. A failure of a limit leaves what was gathered in place (split, though).
 */

import { ENOMEM } from "../errno.ts";
import type { Space } from "../state/space.ts";
import type { Transaction } from "../transaction.ts";
import { isAccountable, isEnoughMemory, mayExpand } from "./address_limits.ts";
import { newSharedMemory } from "./shared_memory.ts";
import { gatherVmas, removeGathered, splitGathered } from "./unmap_region.ts";
import type { Vma } from "./vma.ts";
import { putVma } from "./vma_edit.ts";
import { VM, VM_LOCKED_MASK, VM_SPECIAL } from "./vma_flags.ts";
import { mergeNewRange } from "./vma_merge.ts";

/** A mapping to make. */
export interface Region {
  readonly startPage: number;
  readonly pageCount: number;
  readonly flags: number;
  /** Open file and inode, 0 without a file. */
  readonly file: number;
  readonly inode: number;
  readonly pageOffset: number;
}

/** Makes the mapping; the VMA that holds it, or a negated errno. */
export function mapRegion(tx: Transaction, space: Space, region: Region): Vma | number {
  const { startPage, pageCount } = region;
  const gathered = gatherVmas(tx, space, startPage, startPage + pageCount);
  if (typeof gathered === "number") return gathered;
  let { flags } = region;
  const charged = isAccountable(flags) ? pageCount - gathered.accountedPages : 0;
  if (
    !mayExpand(tx.process, space, flags, pageCount - gathered.pageCount) ||
    (charged > 0 && !isEnoughMemory(tx, charged))
  ) {
    splitGathered(tx, gathered);
    return -ENOMEM;
  }
  if (isAccountable(flags)) flags |= VM.ACCOUNT;
  removeGathered(tx, space, gathered);
  if ((flags & VM.LOCKED) !== 0 && (flags & VM_SPECIAL) !== 0) flags &= ~VM_LOCKED_MASK;
  return addVma(tx, tx.state.space(space.id), { ...region, flags });
}

function addVma(tx: Transaction, space: Space, region: Region): Vma | number {
  const { startPage, pageCount, flags, file, inode, pageOffset } = region;
  const proposal: Vma = {
    space: space.id,
    startPage,
    endPage: startPage + pageCount,
    flags,
    file,
    inode,
    pageOffset,
    anonVma: 0,
    anonChain: [],
    name: "",
  };
  if (file !== 0 || (flags & VM.SHARED) === 0) {
    return mergeNewRange(tx, space, proposal) ?? putVma(tx, proposal);
  }
  const memory = newSharedMemory(tx, pageCount, (flags & VM.NORESERVE) === 0);
  if (typeof memory === "number") return memory;
  return putVma(tx, { ...proposal, file: memory.file, inode: memory.inode });
}
