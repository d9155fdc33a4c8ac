/**
 * Where everything lies in a palimpsest heap.
 *
 *      static area (.bss)          heap: from the program break up, in 16-byte granules
 *      ┌──────────────────┐        base                                                         base + 16 (end + 1)
 *      │ ROOT fields      │        ├─8─┬───────────┬──────────────┬─────────────┬──── … ────┬─────┤
 *      │ counts, heads    │        │   │ chunk 0   │ chunk        │ chunk       │           │ end │
 *      │ map of slabs     │        └───┴───────────┴──────────────┴─────────────┴──── … ────┴─────┘
 *      └──────────────────┘            index 0      index 0 + size …                         fencepost
 *
 *      a chunk, at base + 8 + 16 × index:
 *           +0  size in granules × 4 + kind        +4  size of the chunk before it, 0 for the first
 *           +8  used:  the block, up to the next chunk          (8 bytes of 16 × size are lost)
 *               free:  left, right: children in the free tree   (index + 1; 0: none)
 *               hole:  next, previous hole of the list          (index + 1; 0: none)
 *               slab:  the block is one page, and starts at a page boundary (slab_pages.ts)
 *
 *      a hole: its 16 bytes stand right before a page boundary; the pages from there on are not mapped
 *                      …┌─8─┬─16──┬─8─┐ page ┌ …………… ┐ page ┌─8─┬───…
 *                       │   │hole │   │      : absent :      │   │ next chunk
 *
 *   LY1  Chunks and fencepost tile the heap: the next one of index i is i + size(i). Each says its predecessor's size.
 *   LY2  No two free chunks are neighbours; a free chunk is in the tree; a hole is in the list.
 *   LY3  Every page of a hole is unmapped, every other page between base and end is mapped. The last chunk is no hole.
 *   LY4  base and the end of the heap are page boundaries: the fencepost's index is 256 × pages - 1.
 */

/** Bytes of a granule: sizes and places of chunks are multiples of it. */
export const GRANULE_BYTES = 16;
/** Granules in a page. */
export const PAGE_GRANULES = 256;
/** Bytes that a chunk has before its block. */
export const HEADER_BYTES = 8;
/** Largest chunk, in granules: sizes have 30 bits. */
export const GREATEST_CHUNK = 2 ** 30 - 1;

/** What a chunk is. */
export const KIND = { free: 0, used: 1, slab: 2, hole: 3 } as const;

/** Largest block that a slab holds, in bytes, and the number of slab classes: 16, 32, … 256 bytes. */
export const SLAB_LIMIT_BYTES = 256;
/** Classes of slabs; class c holds blocks of 16 c bytes. */
export const SLAB_CLASSES = SLAB_LIMIT_BYTES / GRANULE_BYTES;
/** Largest chunk whose number is counted: the one that a block of SLAB_LIMIT_BYTES takes. */
export const GREATEST_COUNTED = SLAB_CLASSES + 1;
/** Pages whose slab bits fit into the static area. */
export const INLINE_MAP_PAGES = 4096;

const CHUNK_COUNTS = 68;
const SLAB_HEADS = CHUNK_COUNTS + 4 * (GREATEST_COUNTED + 1);

/** Offsets of the fields in the static area. */
export const ROOT = {
  /** Address of the heap, 8 bytes; 0 before the first block. */
  base: 0,
  /** Where the map of slabs is when the heap outgrew the static one (8 bytes; 0: static), and how many pages it has. */
  slabMap: 8,
  slabMapPages: 16,
  /** Index of the fencepost. */
  end: 20,
  /** Root of the free tree, and first hole: index + 1. */
  tree: 24,
  holes: 28,
  /** Pages of the heap that are mapped, and those of them that lie within free chunks. */
  mappedPages: 32,
  freePages: 36,
  /** For page_return.ts: frees in this window; most used pages in this window and in the one before; frees in a row
   *  that found most of the heap free. */
  windowFrees: 40,
  windowPeak: 44,
  previousPeak: 48,
  idleFrees: 52,
  /** Slabs, and those that are less than half full. */
  slabs: 56,
  sparseSlabs: 60,
  /** Pages from which on a block gets a mapping of its own; 0 stands for the default. */
  mappedThreshold: 64,
  /** Used chunks of 1 … GREATEST_COUNTED granules, by size. */
  chunkCounts: CHUNK_COUNTS,
  /** First slab with room, by class (page number; 0: none). */
  slabHeads: SLAB_HEADS,
  /** A bit for each of the first pages: set where the page is a slab. */
  inlineMap: SLAB_HEADS + 4 * (SLAB_CLASSES + 1),
} as const;

/** Bytes of the static area. */
export const ROOT_BYTES = ROOT.inlineMap + INLINE_MAP_PAGES / 8;

/** The first index from `index` on whose block starts at a multiple of `unit` granules. */
export function alignedIndex(index: number, unit: number): number {
  return Math.ceil((index + 1) / unit) * unit - 1;
}
