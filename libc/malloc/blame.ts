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
  /** Said of an address in no chunk at all. */
  readonly elsewhere?: string;
}

/**
 * Throws what is wrong with giving back `address`.
 *
 * @param chunks The heap from its start, in any number of pieces.
 */
export function blameAddress(
  chunks: Iterable<WalkedChunk>,
  address: number,
  { headerBytes, elsewhere = "it lies in no block of this heap" }: BlameWords,
): never {
  for (const chunk of chunks) {
    const { block, nextBlock, isFree, isIntact } = chunk;
    if (!isIntact && block <= address) {
      const damagedAt = block - headerBytes;
      const which = block === address ? "its header" : `the header of the block at ${hex(block)} before it`;
      throw new HeapError("corrupted header", address, `${which} was written over`, { block, damagedAt });
    }
    if (!isIntact || address < block - headerBytes || address >= nextBlock - headerBytes) continue;
    if (isFree && address === block) throw new HeapError("double free", address, "it is free already");
    if (isFree) throw new HeapError("double free", address, `it lies in free memory, at ${hex(block)}`);
    const offset = address - block;
    if (offset < 0) break;
    throw new HeapError("interior pointer", address, `${offset} bytes into the block at ${hex(block)}`, {
      block,
    });
  }
  throw new HeapError("invalid pointer", address, elsewhere);
}
