/**
 * Looking at user memory from outside: no access bit, no fault, no event. For checks, views of the past and diagrams.
 *
 *   PK1  What is seen is what a load would give; a page of anonymous memory that was never there is zero.
 *   PK2  Nothing is seen of pages that no VMA holds, of guards, and of file pages that are not in memory.
 */

import { offsetInPage, PAGE_SIZE, pageOf, TASK_SIZE } from "./address.ts";
import { isPresent, PTE_ABSENT, PTE_SWAPPED, pteFrame, pteKind } from "./memory/pte.ts";
import { isAnonymous } from "./memory/vma.ts";
import { type Content, readInto } from "./state/content.ts";
import { ContentBytes, wordAt } from "./state/content_bytes.ts";
import type { State } from "./state/state.ts";

/** What peekPage() saw; peekWord() reads it. */
export type PeekedPage = Content;

/** The content of a page of process `pid`; undefined where nothing can be seen (PK2). */
export function peekPage(state: State, pid: number, page: number): PeekedPage | undefined {
  const space = state.spaceOf(pid);
  const vma = space.vmaAt(page);
  if (vma === undefined) return undefined;
  const pte = space.pte(page);
  if (isPresent(pte)) return state.content(pteFrame(pte));
  if (pteKind(pte) === PTE_SWAPPED) {
    const slot = state.slots.get(pteFrame(pte));
    if (slot === undefined) return undefined;
    return slot.frame >= 0 ? state.content(slot.frame) : slot.content;
  }
  return pteKind(pte) === PTE_ABSENT && isAnonymous(vma) ? 0 : undefined;
}

/**
 * Copies bytes of a process's memory out; unknown bytes are 0.
 *
 * @returns How many bytes there were before one that cannot be seen: `target.length` when all could.
 */
export function peekBytes(state: State, pid: number, address: number, target: Uint8Array): number {
  for (let done = 0; done < target.length;) {
    const at = address + done;
    if (at < 0 || at >= TASK_SIZE) return done;
    const content = peekPage(state, pid, pageOf(at));
    if (content === undefined) return done;
    const partBytes = Math.min(PAGE_SIZE - offsetInPage(at), target.length - done);
    readInto(content, offsetInPage(at), target, done, partBytes);
    done += partBytes;
  }
  return target.length;
}

/** The 32-bit word at an offset 0 … 4092 of a page that was peeked at; unknown bytes are 0. */
export function peekWord(page: PeekedPage, offset: number): number {
  if (page instanceof ContentBytes) return wordAt(page.words, offset);
  readInto(page, offset, WORD, 0, WORD.length);
  return WORD_VIEW.getUint32(0, true);
}

const WORD = new Uint8Array(4);
const WORD_VIEW = new DataView(WORD.buffer);
