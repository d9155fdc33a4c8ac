/**
 * The reverse map: the page-table entries that map a frame (mm/rmap.c: rmap_walk).
 *
 *      anonymous frame ── OWNER ──▶ anon_vma ── its VMAs, by page offset ──┐      index in the mapping = page
 *      file frame ─────── OWNER ──▶ inode ───── its mappings, likewise ────┴──▶   the entry there names the frame, or not
 *
 *   RM1  Every entry of a frame is found: of an anonymous one because a VMA that can map it is linked to its anon_vma,
 *        whatever was merged, split, moved or forked since.
 */

import { F_ANON, FLAGS, frameIndex, OWNER } from "../memory/frame.ts";
import { isPresent, pteFrame } from "../memory/pte.ts";
import type { Vma } from "../memory/vma.ts";
import type { State } from "../state/state.ts";

/** An entry of a page table. */
export interface Mapping {
  readonly vma: Vma;
  readonly page: number;
}

/** The index of the page in a used frame, in its file or its anon_vma. */
export function indexOfFrame(state: State, frame: number): number {
  return frameIndex(state.frames.peek(frame), state.frames.offset(frame));
}

/** Every entry that maps a used frame, in the order of the VMAs. */
export function mappingsOf(state: State, frame: number): Mapping[] {
  const index = indexOfFrame(state, frame);
  const owner = state.frameWord(frame, OWNER);
  const isAnonymous = (state.frameWord(frame, FLAGS) & F_ANON) !== 0;
  const vmas = isAnonymous ? state.anonVmas.get(owner)?.vmas : state.inodes.get(owner)?.mappings;
  const found: Mapping[] = [];
  vmas?.overlapping(index, index + 1, (vma) => {
    const page = vma.startPage + index - vma.pageOffset;
    const pte = state.space(vma.space).pte(page);
    if (isPresent(pte) && pteFrame(pte) === frame) found.push({ vma, page });
  });
  return found;
}
