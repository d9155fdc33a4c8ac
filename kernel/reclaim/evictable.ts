/**
 * Which pages reclaim may take, and why not the others.
 *
 *     never       frames of files that are neither regular nor memory-backed: devices, pipes      (not even asked about)
 *     held        what a call that was interrupted is copying from
 *     locked      a page that a VMA with VM_LOCKED maps (mlock)
 *     slotless    anonymous and memory-backed pages while no swap slot can be had
 *     else        free to go: dropped when clean on disk, written there or to swap first when not
 *
 *   EV1  A large folio of a file goes as a whole, so all its pages must be free to go.
 */

import { folioAt } from "../memory/folio.ts";
import {
  F_ANON,
  F_CACHED,
  F_DIRTY,
  F_LAZY_FREE,
  F_SWAP_CACHE,
  FLAGS,
  folioOrder,
  MAPS,
  OWNER,
} from "../memory/frame.ts";
import { VM } from "../memory/vma_flags.ts";
import { FILE_REGULAR } from "../state/inode.ts";
import type { State } from "../state/state.ts";
import { indexOfFrame, mappingsOf } from "./reverse_map.ts";

/** What keeps a page in memory, or nothing. */
export const KEPT = { free: 0, held: 1, locked: 2, slotless: 3 } as const;

/** One of KEPT. */
export type Kept = typeof KEPT[keyof typeof KEPT];

/** What the question depends on beside the state. */
export interface EvictableOptions {
  /** Whether an anonymous or memory-backed page could have a swap slot. */
  readonly hasSlot: boolean;
  /** A frame that an interrupted call uses, or -1. */
  readonly heldFrame: number;
  /** Stores are not seen, so a page freed lazily may have been written again. */
  readonly storesAreUnseen: boolean;
}

/** Whether reclaim has to do with a used frame at all: it holds anonymous memory, or a page of a file that can come back. */
export function isReclaimable(state: State, frame: number): boolean {
  const flags = state.frameWord(frame, FLAGS);
  if ((flags & F_ANON) !== 0) return true;
  const inode = state.inodes.get(state.frameWord(frame, OWNER));
  return inode !== undefined && inode.making.fileKind === FILE_REGULAR;
}

/** The frames that go together with a reclaimable frame: those of its folio. */
export function framesOfFolio(state: State, frame: number): number[] {
  const flags = state.frameWord(frame, FLAGS);
  if ((flags & F_CACHED) === 0 || folioOrder(flags) === 0) return [frame];
  const inode = state.inode(state.frameWord(frame, OWNER));
  const { index, pageCount } = folioAt(state, inode, indexOfFrame(state, frame));
  return Array.from({ length: pageCount }, (_, step) => inode.cachedFrame(index + step));
}

/** What keeps a reclaimable frame, and its folio, in memory. */
export function keeps(state: State, frame: number, options: EvictableOptions): Kept {
  const flags = state.frameWord(frame, FLAGS);
  const isLarge = (flags & F_CACHED) !== 0 && folioOrder(flags) > 0;
  if (!isLarge) return keepsOne(state, frame, options);
  for (const part of framesOfFolio(state, frame)) {
    const kept = keepsOne(state, part, options);
    if (kept !== KEPT.free) return kept;
  }
  return KEPT.free;
}

function keepsOne(state: State, frame: number, options: EvictableOptions): Kept {
  if (frame === options.heldFrame) return KEPT.held;
  if (!options.hasSlot && needsSlot(state, frame, options.storesAreUnseen)) return KEPT.slotless;
  return isLocked(state, frame) ? KEPT.locked : KEPT.free;
}

/**
 * Whether the page in a frame has nowhere to go but to a swap slot that it has not got for sure: one that it keeps though
 * no entry names it may be taken back.
 */
export function needsSlot(state: State, frame: number, storesAreUnseen: boolean): boolean {
  const flags = state.frameWord(frame, FLAGS);
  if ((flags & F_SWAP_CACHE) !== 0) return false;
  if ((flags & F_ANON) === 0) return state.inode(state.frameWord(frame, OWNER)).isMemoryBacked;
  return !isForgettable(state, frame, storesAreUnseen);
}

/** Whether an anonymous page need not be kept anywhere: it was freed lazily, or its memory is droppable (MAP_DROPPABLE). */
export function isForgettable(state: State, frame: number, storesAreUnseen: boolean): boolean {
  const flags = state.frameWord(frame, FLAGS);
  if ((flags & F_SWAP_CACHE) !== 0) return false;
  return isDroppable(flags, storesAreUnseen) ||
    mappingsOf(state, frame).some(({ vma }) => (vma.flags & VM.DROPPABLE) !== 0);
}

/** Whether an anonymous page was freed lazily (MADV_FREE) and not written since. */
export function isDroppable(flags: number, storesAreUnseen: boolean): boolean {
  return (flags & (F_LAZY_FREE | F_DIRTY)) === F_LAZY_FREE && !storesAreUnseen;
}

function isLocked(state: State, frame: number): boolean {
  if (state.frameWord(frame, MAPS) === 0) return false;
  return mappingsOf(state, frame).some(({ vma }) => (vma.flags & VM.LOCKED) !== 0);
}
