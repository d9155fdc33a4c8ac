/**
 * freelist: the allocator of the textbooks. One singly linked list of free chunks, kept in the free memory itself, in
 * order of addresses. chunks.ts has the layout, cells.ts the list, regions.ts what the heap grows by.
 *
 *      malloc(100)   list ──▶ 48 ──▶ 160 ──▶ 4000      first fit: the 160; it is split into 112 and a rest of 48
 *      free(p)       list ──▶ a ──▶ p ──▶ b            p joins a when a ends where p starts, and b when p ends where b starts
 *
 *      fit=first     the lowest chunk that is large enough              what is free gathers at the high end
 *      fit=next      the first one from where the last search ended     quick, and spreads the holes everywhere
 *      fit=best      the smallest that is large enough                  leaves the smallest rests
 *      fit=worst     the largest                                        leaves rests that are of use; eats the large ones
 *
 *   FL1  The list has every free chunk, addresses ascending; no two free chunks of a region are neighbours, however many
 *        frees it took.
 *   FL2  A block of more than LARGE_BYTES is a mapping of its own, in whole pages, and is unmapped when it is freed.
 *   FL3  The smallest chunk is one list cell, 16 bytes: every rest is a chunk, nothing is lost by splitting.
 *
 * It finds a header that was written over, when the block is freed or the list passes it; a second free; addresses that
 * are no block's. A write past the end is found when the header behind it is looked at.
 */

import { PAGE_SIZE } from "@palimpsest/kernel";
import type { MemoryView } from "../../memory/memory_view.ts";
import type { ProgramBreak } from "../../memory/program_break.ts";
import type { UserSpace } from "../../memory/user_space.ts";
import {
  type Allocator,
  type AllocatorMaking,
  BLOCK_ALIGNMENT,
  type HeapSummary,
  NO_BLOCK,
} from "../allocator.ts";
import { blameAddress } from "../blame.ts";
import { MappedBlocks } from "../mapped_blocks.ts";
import { Cells, type Fit, FITS } from "./cells.ts";
import { checkFreelist } from "./check_freelist.ts";
import {
  chunkBytesFor,
  chunkWord,
  FREELIST_BYTES,
  HEADER_BYTES,
  KIND,
  lengthOf,
  loadingReader,
  walkChunks,
  type WordReader,
  writeChunk,
} from "./chunks.ts";
import { type Growth, GROWTHS, Regions } from "./regions.ts";

/** Blocks of more than this are mappings (FL2): the C library's threshold. */
const LARGE_BYTES = 128 * 1024;

/** See the head of this file. A chunk is named by the address of its block. */
export class Freelist implements Allocator {
  private readonly read: WordReader;
  private readonly cells: Cells;
  private readonly regions: Regions;
  private readonly mapped: MappedBlocks;

  /** The allocator whose static area is at `statics`. */
  constructor(
    private readonly space: UserSpace,
    private readonly statics: number,
    programBreak: ProgramBreak,
    fit: Fit,
    growth: Growth,
  ) {
    this.read = loadingReader(space);
    this.cells = new Cells(space, statics, fit);
    this.regions = new Regions(space, statics, programBreak, this.cells, growth);
    this.mapped = new MappedBlocks(space);
  }

  /** A new block (Allocator). */
  allocate(sizeBytes: number, alignmentBytes: number): number {
    if (sizeBytes > LARGE_BYTES || alignmentBytes > PAGE_SIZE) {
      return this.mapped.map(sizeBytes, alignmentBytes);
    }
    const wanted = { lengthBytes: chunkBytesFor(sizeBytes), alignmentBytes };
    let found = this.cells.find(wanted);
    if (found === undefined && this.regions.grow(wanted.lengthBytes + alignmentBytes)) {
      found = this.cells.find(wanted);
    }
    if (found === undefined) return NO_BLOCK;
    this.cells.take(found, wanted.lengthBytes);
    return found.start;
  }

  /** Takes a block back, and joins it with free neighbours (Allocator). */
  release(address: number): void {
    const lengthBytes = this.usedBytes(address);
    if (lengthBytes === 0) this.mapped.unmap(address);
    else this.cells.insert(address, lengthBytes);
  }

  /** Changes a block's size: gives the end back, takes what is free behind it, or moves it (Allocator). */
  resize(address: number, sizeBytes: number): number {
    const oldBytes = this.usedBytes(address);
    const isMapped = oldBytes === 0;
    if (isMapped && sizeBytes > LARGE_BYTES) return this.mapped.remap(address, sizeBytes, 0);
    const lengthBytes = chunkBytesFor(sizeBytes);
    if (!isMapped && sizeBytes <= LARGE_BYTES && this.fitInPlace(address, oldBytes, lengthBytes)) {
      return address;
    }
    const usable = this.usableBytes(address);
    const moved = this.allocate(sizeBytes, BLOCK_ALIGNMENT);
    if (moved === NO_BLOCK) return NO_BLOCK;
    this.space.copy(moved, address, Math.min(usable, sizeBytes));
    this.release(address);
    return moved;
  }

  /** How much a block may be used for (Allocator). */
  usableBytes(address: number): number {
    const lengthBytes = this.usedBytes(address);
    return lengthBytes === 0 ? this.mapped.usableBytes(address) : lengthBytes - HEADER_BYTES;
  }

  /** Blocks of the list may be used ones; mappings are fresh (Allocator). */
  isFresh(address: number): boolean {
    return this.usedBytes(address) === 0;
  }

  /** Walks regions, chunks and the list (Allocator). */
  check(memory: MemoryView): HeapSummary {
    return checkFreelist(memory, this.statics);
  }

  /** Gives back what is free as a whole (Allocator). */
  trim(padBytes: number): boolean {
    return this.regions.trim(padBytes);
  }

  /** Makes a used chunk shorter, or longer by what is free behind it; whether that could be. */
  private fitInPlace(address: number, oldBytes: number, lengthBytes: number): boolean {
    const next = address + oldBytes;
    const word = chunkWord(this.read, next);
    const roomBytes = word !== undefined && (word & 3) === KIND.free ? lengthOf(word) : 0;
    if (lengthBytes > oldBytes + roomBytes) return false;
    if (lengthBytes > oldBytes) this.cells.remove(next);
    const wholeBytes = lengthBytes > oldBytes ? oldBytes + roomBytes : oldBytes;
    writeChunk(this.space, address, lengthBytes, KIND.used);
    if (wholeBytes > lengthBytes) this.cells.insert(address + lengthBytes, wholeBytes - lengthBytes);
    return true;
  }

  /** Bytes of the used chunk whose block starts at an address, 0 for a mapping's. Throws HeapError for any other. */
  private usedBytes(address: number): number {
    const isPossible = address % BLOCK_ALIGNMENT === 0 && address >= PAGE_SIZE && address < 2 ** 47;
    const word = isPossible ? chunkWord(this.read, address) : undefined;
    if (word !== undefined && (word & 3) === KIND.used) return lengthOf(word);
    if (isPossible && word === undefined && this.mapped.holds(address)) return 0;
    return blameAddress(walkChunks(this.read, this.statics), address, { headerBytes: HEADER_BYTES });
  }
}

function freelistOf(fit: Fit, growth: Growth): AllocatorMaking {
  const chosen = [fit === FITS[0] ? "" : `:fit=${fit}`, growth === GROWTHS[0] ? "" : `:grow=${growth}`];
  return {
    name: `freelist${chosen.join("")}`,
    about: "the textbook's: one free list in the free memory, split and joined",
    staticBytes: FREELIST_BYTES,
    choices: { fit: FITS, grow: GROWTHS },
    choose: (words) => freelistOf((words.fit ?? fit) as Fit, (words.grow ?? growth) as Growth),
    make: (space, statics, programBreak) => new Freelist(space, statics, programBreak, fit, growth),
  };
}

/** How freelist is made. */
export const freelist: AllocatorMaking = freelistOf(FITS[0], GROWTHS[0]);
