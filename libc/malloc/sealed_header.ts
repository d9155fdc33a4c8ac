/**
 * Eight bytes that the simple allocators keep before a block: a word of their own, and a seal.
 *
 *      address - 8   word      what the allocator says of the block
 *      address - 4   seal      a mix of the word and the address
 *
 *   SH1  A header whose seal does not fit was never written for this address, or was written over.
 */

import type { UserSpace } from "../memory/user_space.ts";
import type { MemoryView } from "../memory/memory_view.ts";
import type { WalkedChunk } from "./blame.ts";
import { HeapError } from "./heap_error.ts";

/** Bytes of a header. */
export const SEALED_HEADER_BYTES = 8;

/** The seal of a word in the header of the block at an address. */
export function sealOf(address: number, word: number): number {
  const low = Math.floor(address / 8) % 2 ** 32;
  const mixed = Math.imul(low ^ (low >>> 15), 0x2c1b3c6d) ^ Math.imul(word, 0x297a2d39);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Writes the header of the block at an address. */
export function writeHeader(space: UserSpace, address: number, word: number): void {
  space.store32(address - SEALED_HEADER_BYTES, word);
  space.store32(address - 4, sealOf(address, word));
}

/** The word in the header of the block at an address. Throws HeapError when there is no header (SH1). */
export function readHeader(space: UserSpace, address: number): number {
  if (address % 16 !== 0) throw new HeapError("invalid pointer", address);
  const word = space.load32(address - SEALED_HEADER_BYTES);
  if (space.load32(address - 4) !== sealOf(address, word)) {
    throw new HeapError("invalid pointer", address, "no block starts here, or its header was written over");
  }
  return word;
}

/** The same for a check of the heap: reads without touching. */
export function peekHeader(memory: MemoryView, address: number): number {
  const word = memory.peek32(address - SEALED_HEADER_BYTES);
  if (word === undefined || memory.peek32(address - 4) !== sealOf(address, word)) {
    throw new HeapError("corrupted heap", address, "the header before it was written over");
  }
  return word;
}

/** Blocks behind each other, each with a sealed header. */
export interface SealedBlocks {
  /** The address of the first one. */
  readonly first: number;
  /** Where the one behind the last one would be. */
  readonly end: number;
  /** Bytes from a block to the next, by its word. */
  readonly lengthOf: (word: number) => number;
  /** Whether it is free. */
  readonly isFree: (word: number) => boolean;
}

/** Walks blocks as far as their headers are intact, for blame.ts. */
export function* walkSealedBlocks(space: UserSpace, blocks: SealedBlocks): Generator<WalkedChunk> {
  const { first, end, lengthOf, isFree } = blocks;
  for (let block = first; block < end;) {
    const word = space.tryLoad32(block - SEALED_HEADER_BYTES) ?? 0;
    const isIntact = space.tryLoad32(block - 4) === sealOf(block, word) && lengthOf(word) > 0;
    const nextBlock = isIntact ? block + lengthOf(word) : block;
    yield { block, nextBlock, isFree: isIntact && isFree(word), isIntact };
    if (!isIntact) return;
    block = nextBlock;
  }
}
