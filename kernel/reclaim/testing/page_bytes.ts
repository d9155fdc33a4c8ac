/**
 * What a process would read at a page, found without touching it: wherever the page is.
 *
 *      present ──▶ frame      swapped ──▶ slot, or its frame in the swap cache      absent ──▶ zeros, or the file's page:
 *                                                                                   cached, in swap, or in its storage
 */

import { pagesSpanning } from "../../address.ts";
import { isPresent, PTE_GUARD, PTE_SWAPPED, pteFrame, pteKind } from "../../memory/pte.ts";
import { isAnonymous, pageIndexIn, type Vma } from "../../memory/vma.ts";
import { type Content, hashHi, hashLo, UNKNOWN } from "../../state/content.ts";
import type { Inode } from "../../state/inode.ts";
import type { State } from "../../state/state.ts";

/** A page of an address space as a short text: equal texts, equal bytes. Nothing mapped there: "". */
export function pageBytes(state: State, spaceId: number, page: number): string {
  const space = state.space(spaceId);
  const vma = space.vmaAt(page);
  if (vma === undefined) return "";
  const pte = space.pte(page);
  if (isPresent(pte)) return textOf(state.content(pteFrame(pte)));
  if (pteKind(pte) === PTE_SWAPPED) return textOf(slotContent(state, pteFrame(pte)));
  if (pteKind(pte) === PTE_GUARD) return "guard";
  return isAnonymous(vma) ? textOf(0) : mappedFilePage(state, vma, page);
}

/** A page of a file as a short text. */
export function filePageBytes(state: State, inode: Inode, index: number): string {
  const frame = inode.cachedFrame(index);
  if (frame >= 0) return textOf(state.content(frame));
  const slot = inode.swapSlot(index);
  if (slot >= 0) return textOf(slotContent(state, slot));
  return textOf(inode.storage.get(index) ?? (index < inode.unknownPages ? UNKNOWN : 0));
}

function mappedFilePage(state: State, vma: Vma, page: number): string {
  const inode = state.inode(vma.inode);
  const index = pageIndexIn(vma, page);
  return index < pagesSpanning(inode.sizeBytes) ? filePageBytes(state, inode, index) : "beyond the end";
}

function slotContent(state: State, number: number): Content {
  const slot = state.slots.get(number)!;
  return slot.frame >= 0 ? state.content(slot.frame) : slot.content;
}

function textOf(content: Content): string {
  return `${hashLo(content)}:${hashHi(content)}`;
}

/** All memory of all processes and all files, a text each: what memory pressure must not change. */
export function allBytes(state: State): Map<string, string> {
  const found = new Map<string, string>();
  for (const [id, space] of state.spaces.entries()) {
    for (const vma of space.vmas.items()) {
      for (let page = vma.startPage; page < vma.endPage; page++) {
        found.set(`space ${id} page ${page}`, pageBytes(state, id, page));
      }
    }
  }
  for (const [id, inode] of state.inodes.entries()) {
    for (let index = 0; index < pagesSpanning(inode.sizeBytes); index++) {
      found.set(`inode ${id} page ${index}`, filePageBytes(state, inode, index));
    }
  }
  return found;
}
