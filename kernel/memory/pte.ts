/**
 * Page-table entries, packed in 32 bits.
 *
 *     31                    8 7    6  5   4   3   2   1 0
 *     ┌──────────────────────┬──────┬───┬───┬───┬───┬─────┐
 *     │ frame or swap slot   │unused│ E │ D │ A │ W │kind │     D dirty   A accessed   W writable
 *     └──────────────────────┴──────┴───┴───┴───┴───┴─────┘     E exclusive, of swapped entries only
 *
 * Life of an entry (each arrow: the effect that makes it, and where it is decided):
 *
 *     absent  ── pagesFresh, pagesZero, pagesMap, pageCopy (faults/) ──▶ present
 *     present ── pageReuse, pagesWritable, pagesReadOnly (faults/, mprotect, fork) ──▶ present
 *     present ── pagesSwap (reclaim) ──▶ swapped ── pagesMap (faults/swap_in) ──▶ present
 *     any     ── pagesUnmap (munmap, madvise, truncate, exit) ──▶ absent
 *     absent  ── pagesGuard (madvise GUARD_INSTALL) ──▶ guard
 *
 *   P1  The zero word is the absent entry.
 *   P2  Frame 0 is the zero page: present, never writable, not counted in the frame table.
 */

/** What an entry is: absent, a frame, a swap slot, or a guard marker. */
export const PTE_ABSENT = 0;
/** It maps a frame. */
export const PTE_PRESENT = 1;
/** It names a swap slot. */
export const PTE_SWAPPED = 2;
/** It is a guard marker. */
export const PTE_GUARD = 3;

const KIND_MASK = 3;
/** The entry permits writing. */
export const PTE_WRITABLE = 4;
/** The entry was used since the bit was last cleared. */
export const PTE_ACCESSED = 8;
/** The entry was made for, or used by, a write since it was last cleaned. */
export const PTE_DIRTY = 16;
/** A swapped entry whose page was exclusive (pte_swp_exclusive): swapped in, it is so again, until a fork shares it. */
export const PTE_SWAP_EXCLUSIVE = 32;
/** The frame that every fresh read of anonymous memory maps: all zero, never written, not counted. */
export const ZERO_FRAME = 0;

// The same under names that are not exported: the engine folds those only.
const PRESENT = PTE_PRESENT;
const SWAPPED = PTE_SWAPPED;
const GUARD = PTE_GUARD;
const WRITABLE = PTE_WRITABLE;
const ACCESSED = PTE_ACCESSED;
const DIRTY = PTE_DIRTY;
const SWAP_EXCLUSIVE = PTE_SWAP_EXCLUSIVE;
const ZERO = ZERO_FRAME;

/** An entry as the rest of the system sees it. */
export type Pte =
  | { kind: "absent" }
  | { kind: "present"; frame: number; writable: boolean }
  | { kind: "swapped"; slot: number }
  | { kind: "guard" };

/** The entry that maps `frame`. */
export function presentPte(frame: number, writable: boolean, dirty = false): number {
  return (frame << 8) | PRESENT | ACCESSED | (writable ? WRITABLE : 0) | (dirty ? DIRTY : 0);
}

/** What the entry of a frame differs by from that of the frame before it. */
export const PTE_FRAME_STEP = 1 << 8;

/** The entry of a page that lies in swap slot `slot`. */
export function swappedPte(slot: number, exclusive = false): number {
  return (slot << 8) | SWAPPED | (exclusive ? SWAP_EXCLUSIVE : 0);
}

/** Whether a swapped entry's page was exclusive. */
export function isSwapExclusive(pte: number): boolean {
  return (pte & (KIND_MASK | SWAP_EXCLUSIVE)) === (SWAPPED | SWAP_EXCLUSIVE);
}

/** The marker that madvise(MADV_GUARD_INSTALL) leaves. */
export const GUARD_PTE = PTE_GUARD;

/** The kind of a packed entry: one of PTE_ABSENT, PRESENT, SWAPPED, GUARD. */
export function pteKind(pte: number): number {
  return pte & KIND_MASK;
}

/** The frame of a present entry, or the slot of a swapped one. */
export function pteFrame(pte: number): number {
  return pte >>> 8;
}

/** The frame of a present entry, or 0, without a branch: the entry of a slot ends in 0, a guard marker has no frame. */
export function mappedFrame(pte: number): number {
  return (pte >>> 8) & -(pte & 1);
}

/** Whether a packed entry is present. */
export function isPresent(pte: number): boolean {
  return (pte & KIND_MASK) === PRESENT;
}

/** Whether a packed entry maps the zero page. */
export function isZeroPage(pte: number): boolean {
  return (pte & KIND_MASK) === PRESENT && pte >>> 8 === ZERO;
}

/** Whether a packed entry is present and writable. */
export function isWritable(pte: number): boolean {
  return (pte & (KIND_MASK | WRITABLE)) === (PRESENT | WRITABLE);
}

/** A packed entry as a union. */
export function unpackPte(pte: number): Pte {
  switch (pte & KIND_MASK) {
    case PRESENT:
      return { kind: "present", frame: pte >>> 8, writable: (pte & WRITABLE) !== 0 };
    case SWAPPED:
      return { kind: "swapped", slot: pte >>> 8 };
    case GUARD:
      return { kind: "guard" };
    default:
      return { kind: "absent" };
  }
}
