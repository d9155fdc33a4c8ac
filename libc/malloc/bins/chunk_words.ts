/**
 * The words of a chunk in a bins heap: boundary tags, as dlmalloc and glibc have them.
 *
 *      p ─▶ +0   size of the chunk before, when that is free (its foot); else the last 8 bytes of its block
 *           +8   size │ P M F      the head; sizes are multiples of 16, and at least 32
 *           +16  block …           used: up to and with the first word of the next chunk
 *                next, previous    free: the chunks of the same bin, 0: none
 *
 *      P (1)  the chunk before is used       M (2)  a mapping of its own; +0 says where it starts: p - that
 *      F (4)  a fence: the end of an area
 *
 *   CW1  A chunk is named by p, a multiple of 16. Whether it is free stands in the next chunk's P.
 *   CW2  A free chunk's size stands at both ends: joining with the chunk before needs no search.
 */

import type { UserSpace } from "../../memory/user_space.ts";

/** Bytes from a chunk to its block; what of them a used chunk costs; and the smallest chunk. */
export const BLOCK_OFFSET = 16;
/** Bytes of a used chunk that are not its block's. */
export const OVERHEAD_BYTES = 8;
/** The smallest chunk: four words. */
export const LEAST_CHUNK = 32;
/** Bits of the head. */
export const HEAD = { previousUsed: 1, mapped: 2, fence: 4 } as const;

const UNIT_BYTES = 16;
const HEAD_OFFSET = 8;
const NEXT_OFFSET = 16;
const PREVIOUS_OFFSET = 24;
/** High halves of sizes and pointers are less. */
const HIGH_LIMIT = 2 ** 15;

/** Bytes of the chunk for a block of so many bytes. */
export function chunkBytesFor(sizeBytes: number): number {
  return Math.max(LEAST_CHUNK, Math.ceil((sizeBytes + OVERHEAD_BYTES) / UNIT_BYTES) * UNIT_BYTES);
}

/** Reads a word, or says that there is no memory. */
export type WordReader = (address: number) => number | undefined;

/** Reads the words of chunks. */
export class ChunkReader {
  /** A reader of words as `read` sees them. */
  constructor(private readonly read: WordReader) {}

  /** Eight bytes as a number; -1 when they are no size and no address, or not there. */
  wide(address: number): number {
    const high = this.read(address + 4) ?? HIGH_LIMIT;
    return high < HIGH_LIMIT ? high * 2 ** 32 + this.read(address)! : -1;
  }

  /** The head of a chunk: size and bits; -1 when it can be none. */
  head(chunk: number): number {
    return this.wide(chunk + HEAD_OFFSET);
  }

  /** Bytes of a chunk. */
  size(chunk: number): number {
    return sizeOfHead(this.head(chunk));
  }

  /** The size of the chunk before, as that one's foot says. */
  foot(chunk: number): number {
    return this.wide(chunk);
  }

  /** The next chunk of the same bin. */
  next(chunk: number): number {
    return this.wide(chunk + NEXT_OFFSET);
  }

  /** The chunk before in the same bin. */
  previous(chunk: number): number {
    return this.wide(chunk + PREVIOUS_OFFSET);
  }
}

/** Reads and writes the words of chunks as the program does. */
export class ChunkWords extends ChunkReader {
  /** The words in a process's memory. */
  constructor(readonly space: UserSpace) {
    super((address) => space.tryLoad32(address));
  }

  /** Writes a head. */
  setHead(chunk: number, sizeBytes: number, bits: number): void {
    this.space.store64(chunk + HEAD_OFFSET, sizeBytes + bits);
  }

  /** Sets or clears the bit that says whether the chunk before is used. */
  setPreviousUsed(chunk: number, isUsed: boolean): void {
    const head = this.head(chunk);
    const was = head % 2;
    this.space.store64(chunk + HEAD_OFFSET, head - was + (isUsed ? 1 : 0));
  }

  /** Writes the size of a free chunk behind it. */
  setFoot(chunk: number, sizeBytes: number): void {
    this.space.store64(chunk + sizeBytes, sizeBytes);
  }

  /** Writes the links of a free chunk. */
  setLinks(chunk: number, next: number, previous: number): void {
    this.space.store64(chunk + NEXT_OFFSET, next);
    this.space.store64(chunk + PREVIOUS_OFFSET, previous);
  }

  /** Writes one link of a free chunk. */
  setNext(chunk: number, next: number): void {
    this.space.store64(chunk + NEXT_OFFSET, next);
  }

  /** Writes the other. */
  setPrevious(chunk: number, previous: number): void {
    this.space.store64(chunk + PREVIOUS_OFFSET, previous);
  }
}

/** The size that a head says. */
export function sizeOfHead(head: number): number {
  return head < 0 ? 0 : head - (head % UNIT_BYTES);
}

/** Whether a head has a bit. */
export function hasBit(head: number, bit: number): boolean {
  return head >= 0 && Math.floor(head / bit) % 2 === 1;
}
