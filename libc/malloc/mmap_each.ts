/**
 * mmap: every block is a mapping of its own (mapped_blocks.ts). Two calls and a page a block: this is what malloc saves.
 *
 *   MM1  There is no state but the mappings.
 */

import type { UserSpace } from "../memory/user_space.ts";
import type { Allocator, AllocatorMaking, HeapSummary } from "./allocator.ts";
import { MappedBlocks } from "./mapped_blocks.ts";

/** See the head of this file. */
export class MmapEach implements Allocator {
  private readonly mapped: MappedBlocks;

  /** The allocator of a process. */
  constructor(space: UserSpace) {
    this.mapped = new MappedBlocks(space);
  }

  /** A new block (Allocator). */
  allocate(sizeBytes: number, alignmentBytes: number): number {
    return this.mapped.map(sizeBytes, alignmentBytes);
  }

  /** Unmaps a block (Allocator). */
  release(address: number): void {
    this.mapped.unmap(address);
  }

  /** Changes a block's mapping, if its pages are not as many as they should be (Allocator). */
  resize(address: number, sizeBytes: number): number {
    return this.mapped.remap(address, sizeBytes, 0);
  }

  /** How much a block may be used for (Allocator). */
  usableBytes(address: number): number {
    return this.mapped.usableBytes(address);
  }

  /** Every block is fresh from the kernel (Allocator). */
  isFresh(): boolean {
    return true;
  }

  /** There is no heap to walk (Allocator). */
  check(): HeapSummary {
    return { blockCount: 0, usableBytes: 0, freeBytes: 0 };
  }
}

/** How mmap is made. */
export const mmapEach: AllocatorMaking = {
  name: "mmap",
  about: "every block a mapping of its own",
  staticBytes: 0,
  make: (space) => new MmapEach(space),
};
