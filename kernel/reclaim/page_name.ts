/**
 * Names of pages: what a page is, whichever frame holds it, as one number.
 *
 *      ┌───────────────────┬──────────────────────────────┬──────┐
 *      │ owner mod 2^15    │ index in the owner mod 2^37  │ anon │      owner: the inode or the anon_vma
 *      └───────────────────┴──────────────────────────────┴──────┘
 *
 *   PN1  A page keeps its name while it is out of memory: a policy knows it again when it comes back.
 *   PN2  Owners that far apart share names. Names serve policies and traces; nothing in the state depends on them.
 */

import { F_ANON, FLAGS, frameIndex, OWNER } from "../memory/frame.ts";
import type { State } from "../state/state.ts";

const INDEX_COUNT = 2 ** 37;
const OWNER_COUNT = 2 ** 15;

/** The name of the page in a used frame: a whole number from 0, below 2^53. */
export function nameOfPage(state: State, frame: number): number {
  const leaf = state.frames.peek(frame);
  const offset = state.frames.offset(frame);
  const owner = leaf[offset + OWNER] % OWNER_COUNT;
  const index = frameIndex(leaf, offset) % INDEX_COUNT;
  return (owner * INDEX_COUNT + index) * 2 + ((leaf[offset + FLAGS] & F_ANON) !== 0 ? 1 : 0);
}
