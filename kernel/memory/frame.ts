/**
 * Page frames: one record of eight words for each frame of physical memory.
 *
 *     word 0  MAPS      PTEs that map the frame (the zero page is not counted); follows from them, so not in the digest
 *          1  FLAGS     F_* below
 *          2  OWNER     anon: id of its anon_vma; file: id of its inode
 *          3  INDEX_LO  page index in the owner's backing, low 30 bits
 *          4  INDEX_HI  …, the rest
 *          5  HASH_LO   content hash (state/content.ts), two lanes
 *          6  HASH_HI
 *          7  SLOT      swap slot + 1 while the frame is in the swap cache; of a sparse page, where it lies (not in the
 *                       digest); else 0
 *
 *   FT1  A record is all zero exactly when the frame is free.
 *   FT2  references = MAPS + (CACHED ? 1 : 0) + (SWAP_CACHE ? 1 : 0); a frame is freed when the last one goes.
 *   FT3  EXCLUSIVE only on ANON frames with MAPS ≤ 1.
 *   FT4  The index of an anonymous frame is the index of its page in a VMA of its anon_vma (pageIndexIn).
 *   FT5  SLOT names a slot exactly when SWAP_CACHE or SLOT_KEPT is set. SLOT_KEPT alone: no entry names the slot, and the
 *        frame gives it back when it is freed.
 *   FT6  SLOT is a block (SPARSE_BLOCK) exactly when SPARSE is set, which neither of the two is then: a page that enters the
 *        swap cache becomes a content of its own, and gets no sparse one there.
 */

/** Words in a frame's record, and where each lies. */
export const FRAME_WORDS = 8;
/** Words in a leaf of the frame table: four records. */
export const FRAME_LEAF_WORDS = 32;
/** Field 0: entries that map the frame. */
export const MAPS = 0;
/** Field 1: its flags. */
export const FLAGS = 1;
/** Field 2: the inode or anon_vma that it belongs to. */
export const OWNER = 2;
export const INDEX_LO = 3;
export const INDEX_HI = 4;
export const HASH_LO = 5;
export const HASH_HI = 6;
export const SLOT = 7;
/** The same field where F_SPARSE is set: the block of the sparse page (state/sparse_pages.ts). */
export const SPARSE_BLOCK = 7;

/** The frame belongs to somebody. */
export const F_USED = 0x1;
/** Anonymous memory: OWNER is an anon_vma. Without it, OWNER is an inode. */
export const F_ANON = 0x2;
/** The page cache holds it (find it by inode and index). */
export const F_CACHED = 0x4;
/** The swap cache holds it (SLOT): entries name its slot. */
export const F_SWAP_CACHE = 0x8;
/** Changed since it was last written back, swapped out or freed lazily. */
export const F_DIRTY = 0x10;
/** One address space owns it alone and may write without copying (PageAnonExclusive). */
export const F_EXCLUSIVE = 0x20;
/** madvise(MADV_FREE) gave it up: dropped by reclaim unless dirty again (!swapbacked). */
export const F_LAZY_FREE = 0x40;
/** mlocked: reclaim leaves it alone. */
export const F_LOCKED = 0x80;
/** A content is kept for it (State.contents), which may be something else than zero. Not in the digest. */
export const F_CONTENT = 0x100;
/** Used lately (the page's referenced bit). */
export const F_REFERENCED = 0x200;
/** Reading this page of a file is the sign to read ahead (PG_readahead); fault-around passes over it. */
export const F_READAHEAD = 0x400;

/** The page has its place in the cache but was not read or filled yet (no PG_uptodate): it counts as not in memory. */
export const F_UNREAD = 0x800;

/** The same as F_CONTENT for a page that is kept as a sparse one (State.sparsePages); one of the two at most. Not in the digest. */
export const F_SPARSE = 0x1000;
/** Something is kept of the frame's page. */
export const F_KEPT: number = F_CONTENT | F_SPARSE;

/**
 * A frame of the swap cache that keeps its slot while it is mapped, though no entry may name that any more: unless the
 * page is written, the slot still holds it. Such a slot may be taken back at any time.
 */
export const F_SLOT_KEPT = 0x2000;

/** With one of these, SLOT is a swap slot + 1 (FT5). */
export const F_SLOTTED: number = F_SWAP_CACHE | F_SLOT_KEPT;

/** Where the order of the folio that a cached page belongs to stands in FLAGS (folio.ts), and its bits. */
export const ORDER_SHIFT = 16;
export const ORDER_MASK = 0xf0000;

/** The order of the folio of a cached page, from the frame's flags. */
export function folioOrder(flags: number): number {
  return (flags & ORDER_MASK) >>> ORDER_SHIFT;
}

const INDEX_UNIT = 2 ** 30;
// The same under names that are not exported: the engine folds those only.
const MAPS_AT = MAPS;
const FLAGS_AT = FLAGS;
const LOW_AT = INDEX_LO;
const HIGH_AT = INDEX_HI;

/** The page index kept in a frame's record at `offset` of `leaf`. */
export function frameIndex(leaf: Int32Array, offset: number): number {
  return leaf[offset + HIGH_AT] * INDEX_UNIT + leaf[offset + LOW_AT];
}

/** Writes a page index into a frame's record. */
export function setFrameIndex(leaf: Int32Array, offset: number, index: number): void {
  leaf[offset + HIGH_AT] = index * (1 / INDEX_UNIT) | 0;
  // The lowest 30 bits, for which it does not matter that the index is cut to 32.
  leaf[offset + LOW_AT] = index & INDEX_UNIT - 1;
}

/** How many references keep the frame (FT2). */
export function frameReferences(leaf: Int32Array, offset: number): number {
  const flags = leaf[offset + FLAGS_AT];
  return leaf[offset + MAPS_AT] + ((flags >> 2) & 1) + ((flags >> 3) & 1);
}
