/**
 * Why no used block starts at an address: the heap is walked from its start to what lies there.
 *
 *      chunks   ├─ used ─┬─ free ────────┬─ used ─┬─ …
 *      address       ▲ the middle of a block ▲ its start: the header is damaged, or it is free
 */

import { hex } from "@palimpsest/kernel";
import { HeapError } from "./heap_error.ts";

/** A chunk as a walk through the heap finds it. */
export interface WalkedChunk {
  /** Where its block starts. */
  readonly block: number;
  /** Where the next chunk's block starts. */
  readonly nextBlock: number;
  readonly isFree: boolean;
  /** Whether its header is as the allocator wrote it; after one that is not, the walk ends. */
  readonly isIntact: boolean;
}

/** What an allocator wants to be said of its own. */
export interface BlameWords {
  /** Bytes that a chunk has before its block. */
  readonly headerBytes: number;
  /** Said first, in the manner of glibc. */
  readonly said?: string;
  /** What it is when the walk finds nothing; "invalid pointer" when left out. */
  readonly otherwise?: HeapError;
}

/**
 * What is wrong with giving back `address`; undefined when the chunks do not tell.
 *
 * @param chunks The heap from its start, in any number of pieces.
 */
export function explainAddress(
  chunks: Iterable<WalkedChunk>,
  address: number,
  { headerBytes, said = "" }: BlameWords,
): HeapError | undefined {
  const words = (detail: string) => said === "" ? detail : `${said}; ${detail}`;
  for (const { block, nextBlock, isFree, isIntact } of chunks) {
    if (!isIntact && block <= address) {
      const damagedAt = block - headerBytes;
      const which = block === address ? "its header" : `the header of the block at ${hex(block)} before it`;
      const parts = { block, damagedAt };
      return new HeapError("corrupted header", address, words(`${which} was written over`), parts);
    }
    if (!isIntact || address < block || address >= nextBlock - headerBytes) continue;
    if (isFree) {
      const where = address === block ? "it is free already" : `it lies in free memory, at ${hex(block)}`;
      return new HeapError("double free", address, words(where));
    }
    if (address === block) return undefined;
    const detail = words(`${address - block} bytes into the block at ${hex(block)}`);
    return new HeapError("interior pointer", address, detail, { block });
  }
  return undefined;
}

/** Throws what is wrong with giving back `address`: what the chunks tell, else `otherwise`. */
export function blameAddress(chunks: Iterable<WalkedChunk>, address: number, words: BlameWords): never {
  const { said, otherwise } = words;
  const detail = "it lies in no block of this heap";
  throw explainAddress(chunks, address, words) ?? otherwise ??
    new HeapError("invalid pointer", address, said === undefined ? detail : `${said}; ${detail}`);
}
