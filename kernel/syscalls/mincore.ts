/**
 * mincore(address, lengthBytes, vector): which pages of a range are in memory.                           mincore(2)
 *
 *  Errors, first match wins (mm/mincore.c):
 *    EINVAL  address not page-aligned
 *    ENOMEM  the range is not user space
 *    EFAULT  the vector is not user space
 *    ENOMEM  a hole (what was found before it is written)
 *    EFAULT  the vector cannot be written
 *
 *  A page is in memory when its entry is present; one that is not mapped, when the file's page cache has it; a
 *  swapped-out one, when the swap cache has it. A vector of -1 asks for the answer alone (residencyOf).
 */

import { isPageAligned, pagesSpanning, unsigned } from "../address.ts";
import { assertThat } from "../assert.ts";
import { EFAULT, EINVAL, ENOMEM } from "../errno.ts";
import { isInCache } from "../memory/page_cache.ts";
import { isPresent, PTE_SWAPPED, pteFrame, pteKind } from "../memory/pte.ts";
import { copyToUser, isUserRange } from "../memory/user_copy.ts";
import { pageIndexIn, type Vma } from "../memory/vma.ts";
import { VM_SPECIAL } from "../memory/vma_flags.ts";
import type { Space } from "../state/space.ts";
import type { State } from "../state/state.ts";
import { defineCall } from "./call.ts";

/** mincore(2). */
export const mincore = defineCall("mincore", {
  id: 23,
  doc: "Tell which pages are in memory.",
  arguments: { address: "address", lengthBytes: "size", vector: "address" },
  decide(tx, { address, lengthBytes, vector }) {
    if (!isPageAligned(address)) return -EINVAL;
    if (!isUserRange(address, unsigned(lengthBytes))) return -ENOMEM;
    const startPage = address / 4096;
    const pageCount = pagesSpanning(lengthBytes);
    if (vector !== -1 && !isUserRange(vector, pageCount)) return -EFAULT;
    const found = residencyOf(tx.state, tx.process.space, startPage, pageCount);
    if (vector !== -1) {
      const copied = copyToUser(tx, vector, found.length, (frame, offset, done, lengthBytes) => {
        tx.emit({ kind: "bytesWrite", frame, offset, bytes: found.subarray(done, done + lengthBytes) });
      });
      if (copied < found.length) return -EFAULT;
    }
    return found.length < pageCount ? -ENOMEM : 0;
  },
});

/** One byte a page, 1 where the page is in memory; shorter than asked where a hole ends it. */
export function residencyOf(state: State, spaceId: number, startPage: number, pageCount: number): Uint8Array {
  const space = state.space(spaceId);
  const vector = new Uint8Array(mappedCount(space, startPage, pageCount));
  let vma = space.vmaAt(startPage);
  for (let step = 0; step < vector.length; step++) {
    const page = startPage + step;
    if (vma !== undefined && page >= vma.endPage) vma = space.vmaAt(page);
    assertThat(vma !== undefined, () => `page ${page} is mapped and has no VMA`);
    vector[step] = isResident(state, vma, page, space.pte(page)) ? 1 : 0;
  }
  return vector;
}

/** How many pages from `startPage` on, up to `pageCount`, are mapped without a hole. */
function mappedCount(space: Space, startPage: number, pageCount: number): number {
  let page = startPage;
  const end = startPage + pageCount;
  for (let vma = space.vmaAt(page); vma !== undefined && page < end; vma = space.vmaAt(page)) {
    page = vma.endPage;
  }
  return Math.min(page, end) - startPage;
}

function isResident(state: State, vma: Vma, page: number, pte: number): boolean {
  // can_do_mincore: of a special mapping without a file everything is said to be there.
  if (vma.file === 0 && (vma.flags & VM_SPECIAL) !== 0) return true;
  if (isPresent(pte)) return true;
  if (pteKind(pte) === PTE_SWAPPED) return state.slots.get(pteFrame(pte))!.frame >= 0;
  if (vma.file === 0) return false;
  const inode = state.inode(vma.inode);
  const index = pageIndexIn(vma, page);
  const slot = inode.swapSlot(index);
  return slot >= 0 ? state.slots.get(slot)!.frame >= 0 : isInCache(state, inode, index);
}
