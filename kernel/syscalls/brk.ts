/**
 * brk(address): move the program break.                                                                     brk(2)
 *
 *  Returns the break as it is afterwards: the new one, or the old one when it could not move. Never an errno.
 *  It stays where it is
 *    - below the start of the heap;
 *    - when RLIMIT_DATA does not allow the new size, RLIMIT_AS or the overcommit heuristic the growth;
 *    - when something is mapped within the growth, or a stack would come too near above it;
 *    - when a shrink meets no heap.
 *
 *  The break is kept as given, unrounded; the heap's VMA ends at the page above it. Growth extends the VMA that ends at
 *  the old break, or makes a new one; it never joins the VMA above.
 */

import { pagesSpanning, TASK_SIZE_PAGES } from "../address.ts";
import { MAX_MAP_COUNT } from "../limits.ts";
import { isEnoughMemory, mayExpand } from "../memory/address_limits.ts";
import { startGapPage } from "../memory/placement.ts";
import { unmapRegion } from "../memory/unmap_region.ts";
import type { Vma } from "../memory/vma.ts";
import { putVma } from "../memory/vma_edit.ts";
import { VM } from "../memory/vma_flags.ts";
import { mergeNewRange } from "../memory/vma_merge.ts";
import { RLIM_INFINITY } from "../limits.ts";
import { RLIMIT } from "../state/process.ts";
import type { Transaction } from "../transaction.ts";
import { defineCall } from "./call.ts";

const HEAP_FLAGS = VM.READ | VM.WRITE | VM.MAYREAD | VM.MAYWRITE | VM.MAYEXEC | VM.ACCOUNT;

/** brk(2), the raw call. */
export const brk = defineCall("brk", {
  id: 19,
  doc: "Move the program break.",
  arguments: { address: "address" },
  returnsAddress: true,
  addressRegister: "break",
  decide(tx, { address }) {
    const { space } = tx;
    if (address < space.layout.startBreak || exceedsDataLimit(tx, address)) return space.endBreak;
    const oldPage = pagesSpanning(space.endBreak);
    const newPage = pagesSpanning(address);
    const moved = newPage === oldPage ||
      (address <= space.endBreak ? shrink(tx, newPage, oldPage) : grow(tx, oldPage, newPage));
    if (!moved) return space.endBreak;
    tx.emit({ kind: "spaceBreak", space: space.id, endBreak: address });
    return address;
  },
});

/** check_data_rlimit: heap and initialized data together. */
function exceedsDataLimit(tx: Transaction, address: number): boolean {
  const { soft } = tx.process.limits[RLIMIT.DATA];
  const { startBreak, startData, endData } = tx.space.layout;
  return soft < RLIM_INFINITY && address - startBreak + (endData - startData) > soft;
}

function shrink(tx: Transaction, newPage: number, oldPage: number): boolean {
  const vma = tx.space.vmaFrom(newPage);
  if (vma === undefined || vma.startPage >= oldPage) return false;
  return unmapRegion(tx, tx.space, newPage, oldPage) === 0;
}

function grow(tx: Transaction, oldPage: number, newPage: number): boolean {
  const { space, process } = tx;
  if (newPage > TASK_SIZE_PAGES) return false;
  const next = space.vmaFrom(oldPage);
  if (next !== undefined && newPage + 1 > startGapPage(next)) return false;
  const pageCount = newPage - oldPage;
  if (!mayExpand(process, space, HEAP_FLAGS, pageCount) || space.vmaCount > MAX_MAP_COUNT) return false;
  if (!isEnoughMemory(tx, pageCount)) return false;
  const heap: Vma = {
    space: space.id,
    startPage: oldPage,
    endPage: newPage,
    flags: HEAP_FLAGS,
    file: 0,
    inode: 0,
    pageOffset: oldPage,
    anonVma: 0,
    anonChain: [],
    name: "",
  };
  const mayExtend = oldPage > pagesSpanning(space.layout.startBreak);
  const extended = mayExtend ? mergeNewRange(tx, space, heap, { belowOnly: true }) : undefined;
  if (extended === undefined) putVma(tx, heap);
  return true;
}
