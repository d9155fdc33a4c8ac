/**
 * The chunks of a freelist heap, and the regions that they lie in.
 *
 *      region R, whole pages                                                                      end E
 *      ├─8 next ─┬─8 end ─┬─8 ─┬─8 header ─┬─ block … ─┬─8 header ─┬─ block … ─┬ … ─┬─8 header: fence ─┤
 *      R                       R + 24      R + 32 = block                           E - 8
 *
 *      header          size in 16-byte units × 4 + kind │ seal (sealed_header.ts)
 *      a free chunk    its block begins with the address of the next free chunk's block, or 0: a cell of the list
 *
 *   CK1  Chunks tile a region from R + 24 to the fence. Each is named by the address of its block, a multiple of 16.
 *   CK2  The regions are a list, addresses ascending, that begins in the static area.
 *   CK3  The smallest chunk is one list cell: a header and a pointer, 16 bytes.
 */

import type { MemoryView } from "../../memory/memory_view.ts";
import type { UserSpace } from "../../memory/user_space.ts";
import type { WalkedChunk } from "../blame.ts";
import { SEALED_HEADER_BYTES, sealOf, writeHeader } from "../sealed_header.ts";

/** Bytes of a header. */
export const HEADER_BYTES = SEALED_HEADER_BYTES;
/** Chunks have a multiple of so many bytes, and at least so many. */
export const UNIT_BYTES = 16;
/** What a chunk is. */
export const KIND = { free: 0, used: 1, fence: 3 } as const;
/** Offsets in the static area. */
export const STATICS = {
  /** The first region, and the first free chunk; 0: none. */
  regions: 0,
  free: 8,
  /** Where a search with fit=next begins. */
  rover: 16,
  /** The lowest and the highest address that any region ever had. */
  lowest: 24,
  highest: 32,
} as const;
/** Bytes of the static area. */
export const FREELIST_BYTES = 48;
/** Where the first chunk of a region has its block, and where the region says its end. */
export const FIRST_BLOCK = 32;
const REGION_END = 8;

/** The high halves of pointers are less. */
const HIGH_LIMIT = 2 ** 15;

/** A chunk as a walk finds it. */
export interface FoundChunk extends WalkedChunk {
  /** The region that it lies in. */
  readonly region: number;
}

/** Reads a word, or says that there is no memory. */
export type WordReader = (address: number) => number | undefined;

/** Reads as a program does; nothing where no memory is. */
export function loadingReader(space: UserSpace): WordReader {
  return (address) => space.tryLoad32(address);
}

/** Reads without touching. */
export function peekingReader(memory: MemoryView): WordReader {
  return (address) => memory.peek32(address);
}

/** Bytes of a chunk for a block of so many bytes. */
export function chunkBytesFor(sizeBytes: number): number {
  return Math.ceil((sizeBytes + HEADER_BYTES) / UNIT_BYTES) * UNIT_BYTES;
}

/** Writes a chunk's header. */
export function writeChunk(space: UserSpace, block: number, lengthBytes: number, kind: number): void {
  writeHeader(space, block, (lengthBytes / UNIT_BYTES) * 4 + kind);
}

/** The word of a chunk's header; undefined when the seal does not fit: nobody wrote it here, or it was written over. */
export function chunkWord(read: WordReader, block: number): number | undefined {
  const word = read(block - HEADER_BYTES);
  return word !== undefined && read(block - HEADER_BYTES + 4) === sealOf(block, word) ? word : undefined;
}

/** Bytes of a chunk, by the word of its header. */
export function lengthOf(word: number): number {
  return (word >>> 2) * UNIT_BYTES;
}

/** Makes a region of fresh memory, which is one free chunk that is in no list yet. @returns The chunk. */
export function makeRegion(space: UserSpace, start: number, lengthBytes: number, next: number): number {
  const block = start + FIRST_BLOCK;
  space.store64(start, next);
  setRegionEnd(space, start, start + lengthBytes);
  writeChunk(space, block, lengthBytes - FIRST_BLOCK, KIND.free);
  return block;
}

/** Sets where a region ends, and its fence. */
export function setRegionEnd(space: UserSpace, region: number, end: number): void {
  space.store64(region + REGION_END, end);
  writeChunk(space, end, 0, KIND.fence);
}

/** Where a region ends. */
export function regionEnd(read: WordReader, region: number): number {
  return readPointer(read, region + REGION_END);
}

/** A pointer; -1 when it is none that a process could have. */
export function readPointer(read: WordReader, address: number): number {
  const high = read(address + 4) ?? HIGH_LIMIT;
  return high < HIGH_LIMIT ? high * 2 ** 32 + (read(address) ?? 0) : -1;
}

/** Every chunk of every region but the fences; a region ends early where a header is not intact. */
export function* walkChunks(read: WordReader, statics: number): Generator<FoundChunk> {
  for (let region = readPointer(read, statics + STATICS.regions); region > 0;) {
    const end = regionEnd(read, region);
    for (let block = region + FIRST_BLOCK; block < end;) {
      const word = chunkWord(read, block);
      const lengthBytes = word === undefined ? 0 : lengthOf(word);
      const isIntact = word !== undefined && lengthBytes > 0 && block + lengthBytes <= end;
      const isFree = word !== undefined && (word & 3) === KIND.free;
      yield { block, nextBlock: block + lengthBytes, isFree, isIntact, region };
      if (!isIntact) break;
      block += lengthBytes;
    }
    const next = readPointer(read, region);
    if (next <= region) return;
    region = next;
  }
}
