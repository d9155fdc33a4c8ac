/**
 * Blocks that are mappings of their own.
 *
 *      mapping  │← lead pages →│          16          │ block …                │
 *               └──────────────┴─ pages, lead, seal ──┴────────────────────────┘ pages × 4096
 *                                                     address, aligned
 *
 *      seal: a mix of the address and the other words, so that a stray pointer is hardly taken for a block
 *
 *   MB1  The 16 bytes before a block say how long its mapping is and where it starts.
 *   MB2  Nothing else is in the mapping; a block that is given back is unmapped at once.
 */

import { MAP, MREMAP, PAGE_SIZE, PROT } from "@palimpsest/kernel";
import type { UserSpace } from "../memory/user_space.ts";
import { HeapError } from "./heap_error.ts";

/** Bytes before a block. */
const HEAD_BYTES = 16;
const GONE = "no memory is there; a block that was a mapping is gone since it was freed";

/** A block's mapping. */
export interface BlockMapping {
  /** Where it starts, and how many pages it has. */
  readonly start: number;
  readonly pageCount: number;
}

/** Blocks that are mappings, in one process. */
export class MappedBlocks {
  /** Mappings in the memory of `space`. */
  constructor(private readonly space: UserSpace) {}

  /** Maps a block aligned to a power of two ≥ 16; 0 when there is no memory. */
  map(sizeBytes: number, alignmentBytes: number): number {
    const slackBytes = alignmentBytes > HEAD_BYTES ? alignmentBytes : 0;
    const pageCount = pagesFor(sizeBytes + slackBytes);
    const start = this.space.call("mmap", {
      lengthBytes: pageCount * PAGE_SIZE,
      prot: PROT.READ | PROT.WRITE,
      flags: MAP.PRIVATE | MAP.ANONYMOUS,
      fd: -1,
    });
    if (start < 0) return 0;
    const address = Math.ceil((start + HEAD_BYTES) / alignmentBytes) * alignmentBytes;
    this.writeHead(address, start, pageCount);
    return address;
  }

  /** Unmaps a block. Throws HeapError when there is none. @returns The pages it had. */
  unmap(address: number): number {
    const { start, pageCount } = this.mappingOf(address);
    this.space.call("munmap", { address: start, lengthBytes: pageCount * PAGE_SIZE });
    return pageCount;
  }

  /**
   * Changes the length of a block's mapping so that it holds `sizeBytes` and `sparePages` pages more; it may move.
   *
   * @returns The block's address now, or 0 when there is no memory.
   */
  remap(address: number, sizeBytes: number, sparePages: number): number {
    const { start, pageCount } = this.mappingOf(address);
    const lead = address - start;
    const wanted = Math.ceil((lead + sizeBytes) / PAGE_SIZE) + sparePages;
    if (wanted === pageCount) return address;
    const moved = this.space.call("mremap", {
      oldAddress: start,
      oldLengthBytes: pageCount * PAGE_SIZE,
      newLengthBytes: wanted * PAGE_SIZE,
      flags: MREMAP.MAYMOVE,
    });
    if (moved < 0) return 0;
    this.writeHead(moved + lead, moved, wanted);
    return moved + lead;
  }

  /** Bytes that a block may be used for. Throws HeapError when there is none. */
  usableBytes(address: number): number {
    const { start, pageCount } = this.mappingOf(address);
    return start + pageCount * PAGE_SIZE - address;
  }

  /** The mapping of a block. Throws HeapError when there is none. */
  mappingOf(address: number): BlockMapping {
    if (address % HEAD_BYTES !== 0 || address < PAGE_SIZE) throw new HeapError("invalid pointer", address);
    const pageCount = this.space.tryLoad32(address - 16);
    if (pageCount === undefined) throw new HeapError("invalid pointer", address, GONE);
    const leadPages = this.space.load32(address - 12);
    if (this.space.load32(address - 8) !== sealOf(address, pageCount, leadPages)) {
      throw new HeapError("invalid pointer", address, "no mapping was made for it");
    }
    const start = Math.floor((address - HEAD_BYTES) / PAGE_SIZE) * PAGE_SIZE - leadPages * PAGE_SIZE;
    return { start, pageCount };
  }

  /** Whether a mapping was made for the block at an address: its seal fits. */
  holds(address: number): boolean {
    const pageCount = this.space.tryLoad32(address - 16);
    if (pageCount === undefined) return false;
    return this.space.load32(address - 8) === sealOf(address, pageCount, this.space.load32(address - 12));
  }

  private writeHead(address: number, start: number, pageCount: number): void {
    const leadPages = Math.floor((address - HEAD_BYTES - start) / PAGE_SIZE);
    this.space.store32(address - 16, pageCount);
    this.space.store32(address - 12, leadPages);
    this.space.store32(address - 8, sealOf(address, pageCount, leadPages));
  }
}

/** Pages of a mapping for a block of so many bytes. */
export function pagesFor(sizeBytes: number): number {
  return Math.ceil((sizeBytes + HEAD_BYTES) / PAGE_SIZE);
}

function sealOf(address: number, pageCount: number, leadPages: number): number {
  const low = Math.floor(address / HEAD_BYTES) % 2 ** 32;
  const mixed = Math.imul(low ^ Math.imul(pageCount, 0x9e3779b1), 0x85ebca6b) ^ leadPages;
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
