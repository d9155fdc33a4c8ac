/**
 * bump: the smallest allocator. The next block lies behind the last one, and nothing is ever used again.
 *
 *      start                                             next                 end
 *      ├─8─┬─8──────┬───────────┬─8──────┬────────────┬──┤ never given out ───┤
 *      │   │ header │ block     │ header │ block      │
 *      └───┴────────┴───────────┴────────┴────────────┘
 *      header: size in 16-byte units × 2 + 1 when freed; the seal (sealed_header.ts)
 *
 *      static area   +0 … 15 the region (brk_region.ts)   +16  next: where the next header goes
 *
 *   BU1  Headers and blocks tile the region from start + 8 to next; a block starts at a multiple of 16.
 *   BU2  The region grows by GROWTH_BYTES and is never given back: this is what forgetting costs.
 *   BU3  A block that must be aligned more than that follows a gap, which is a freed block.
 */

import type { ProgramBreak } from "../memory/program_break.ts";
import type { MemoryView } from "../memory/memory_view.ts";
import type { UserSpace } from "../memory/user_space.ts";
import {
  type Allocator,
  type AllocatorMaking,
  BLOCK_ALIGNMENT,
  type HeapSummary,
  NO_BLOCK,
} from "./allocator.ts";
import { explainAddress } from "./blame.ts";
import { BrkRegion, peekRegion, REGION_BYTES } from "./brk_region.ts";
import { HeapError } from "./heap_error.ts";
import {
  peekHeader,
  readHeader,
  SEALED_HEADER_BYTES,
  walkSealedBlocks,
  writeHeader,
} from "./sealed_header.ts";

const GROWTH_BYTES = 131_072;
const FREED = 1;
const NEXT = REGION_BYTES;

/** See the head of this file. */
export class Bump implements Allocator {
  private readonly region: BrkRegion;

  /** The allocator whose static area is at `statics`. */
  constructor(
    private readonly space: UserSpace,
    private readonly statics: number,
    programBreak: ProgramBreak,
  ) {
    this.region = new BrkRegion(space, statics, programBreak);
  }

  /** A new block (Allocator). */
  allocate(sizeBytes: number, alignmentBytes: number): number {
    if (this.region.start === 0) this.begin();
    const next = this.space.load64(this.statics + NEXT);
    const first = next + SEALED_HEADER_BYTES;
    const address = Math.ceil(first / alignmentBytes) * alignmentBytes;
    const units = Math.max(1, Math.ceil((sizeBytes + SEALED_HEADER_BYTES) / BLOCK_ALIGNMENT));
    const after = address - SEALED_HEADER_BYTES + units * BLOCK_ALIGNMENT;
    if (units >= 2 ** 30 || !this.reach(after)) return NO_BLOCK;
    if (address > first) this.place(first, (address - first) / BLOCK_ALIGNMENT, FREED);
    this.place(address, units, 0);
    this.space.store64(this.statics + NEXT, after);
    return address;
  }

  /** Forgets a block (Allocator). */
  release(address: number): void {
    const word = this.headerOf(address);
    writeHeader(this.space, address, word | FREED);
  }

  /** Keeps a block where it is if it is large enough, else moves it (Allocator). */
  resize(address: number, sizeBytes: number): number {
    const usable = this.usableBytes(address);
    if (sizeBytes <= usable) return address;
    const moved = this.allocate(sizeBytes, BLOCK_ALIGNMENT);
    if (moved === NO_BLOCK) return NO_BLOCK;
    this.space.copy(moved, address, usable);
    this.release(address);
    return moved;
  }

  /** How much a block may be used for (Allocator). */
  usableBytes(address: number): number {
    return (this.headerOf(address) >>> 1) * BLOCK_ALIGNMENT - SEALED_HEADER_BYTES;
  }

  /** Every block is fresh: nothing is used twice (Allocator). */
  isFresh(): boolean {
    return true;
  }

  /** Walks the blocks to what an error is about (Allocator). */
  blame(error: HeapError): HeapError {
    const { start } = this.region;
    const blocks = walkSealedBlocks(this.space, {
      first: start + 2 * SEALED_HEADER_BYTES,
      end: start === 0 ? 0 : this.space.load64(this.statics + NEXT) + SEALED_HEADER_BYTES,
      lengthOf: (word) => (word >>> 1) * BLOCK_ALIGNMENT,
      isFree: (word) => (word & FREED) !== 0,
    });
    return explainAddress(blocks, error.address, { headerBytes: SEALED_HEADER_BYTES }) ?? error;
  }

  /** Walks the blocks (Allocator). */
  check(memory: MemoryView): HeapSummary {
    const { start, end } = peekRegion(memory, this.statics);
    if (start === 0) return { blockCount: 0, usableBytes: 0, freeBytes: 0 };
    const next = memory.peek64(this.statics + NEXT) ?? 0;
    let blockCount = 0;
    let usableBytes = 0;
    let at = start + SEALED_HEADER_BYTES;
    while (at < next) {
      const word = peekHeader(memory, at + SEALED_HEADER_BYTES);
      if ((word & FREED) === 0) {
        blockCount++;
        usableBytes += (word >>> 1) * BLOCK_ALIGNMENT - SEALED_HEADER_BYTES;
      }
      at += (word >>> 1) * BLOCK_ALIGNMENT;
    }
    if (at !== next || next > end) {
      throw new HeapError("corrupted heap", at, "the blocks do not end where they should");
    }
    return { blockCount, usableBytes, freeBytes: end - next };
  }

  private begin(): void {
    this.region.begin();
    this.space.store64(this.statics + NEXT, this.region.start + SEALED_HEADER_BYTES);
  }

  /** Makes the region reach up to an address. */
  private reach(address: number): boolean {
    const missing = address - this.region.end;
    return missing <= 0 || this.region.grow(Math.ceil(missing / GROWTH_BYTES) * GROWTH_BYTES);
  }

  private place(address: number, units: number, freed: number): void {
    writeHeader(this.space, address, units * 2 + freed);
  }

  /** The header of a live block. Throws HeapError when there is none. */
  private headerOf(address: number): number {
    const { start } = this.region;
    if (start === 0 || address <= start || address >= this.space.load64(this.statics + NEXT)) {
      throw new HeapError("invalid pointer", address);
    }
    const word = readHeader(this.space, address);
    if ((word & FREED) !== 0) throw new HeapError("double free", address);
    return word;
  }
}

/** How bump is made. */
export const bump: AllocatorMaking = {
  name: "bump",
  about: "the next block behind the last one; nothing is used again",
  staticBytes: REGION_BYTES + 16,
  make: (space, statics, programBreak) => new Bump(space, statics, programBreak),
};
