/**
 * bins: boundary tags, bins by size, a top chunk, in the manner of dlmalloc and of glibc's ptmalloc (one arena, without
 * fast bins and thread caches). chunk_words.ts has the layout, bin_lists.ts the bins, areas.ts the top.
 *
 *      malloc   its bin ── the next bin that is not empty ── the top ── mmap, when it is large ── a larger top (brk)
 *                                   └ split; the rest goes into its bin
 *      free     joined with the free chunks before and behind it ── into its bin, or into the top ── the top is cut
 *
 *   BN1  Every free chunk is joined with its neighbours at once: no two are neighbours.
 *   BN2  A block that no bin and not the top has room for, and that takes `threshold` bytes or more, is a mapping of its
 *        own. The threshold is 128 KiB at first; freeing a larger mapping (up to 32 MiB) raises it to that size, and
 *        the trim threshold to twice that (M_MMAP_THRESHOLD of mallopt(3)).
 *   BN3  What glibc checks is checked, in its order and with its words; then the heap is walked to say more.
 */

import { MADV, MAP, MREMAP, PAGE_SIZE, PROT } from "@palimpsest/kernel";
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
import { HeapError } from "../heap_error.ts";
import { Areas, TOP_PAD_BYTES, walkAreas } from "./areas.ts";
import { BinLists, BINS_BYTES } from "./bin_lists.ts";
import { checkBins } from "./check_bins.ts";
import {
  BLOCK_OFFSET,
  chunkBytesFor,
  ChunkWords,
  hasBit,
  HEAD,
  LEAST_CHUNK,
  OVERHEAD_BYTES,
  sizeOfHead,
} from "./chunk_words.ts";

const FIRST_THRESHOLD = 128 * 1024;
const GREATEST_THRESHOLD = 32 * 2 ** 20;
/** A free chunk of so many bytes has the top looked at (FASTBIN_CONSOLIDATION_THRESHOLD). */
const TRIM_LOOK_BYTES = 64 * 1024;
/** Offset in the static area: the mmap threshold, 0 for the first one. */
const THRESHOLD = 24;
/** Where the bins are in the static area. */
export const BINS_OFFSET = 32;

/** See the head of this file. A chunk is named by its address, its block lies 16 bytes behind. */
export class Bins implements Allocator {
  private readonly words: ChunkWords;
  private readonly bins: BinLists;
  private readonly areas: Areas;

  /** The allocator whose static area is at `statics`. */
  constructor(
    private readonly space: UserSpace,
    private readonly statics: number,
    programBreak: ProgramBreak,
  ) {
    this.words = new ChunkWords(space);
    this.areas = new Areas(this.words, statics, programBreak, (chunk) => this.free(chunk));
    this.bins = new BinLists(this.words, statics + BINS_OFFSET, (chunk) => this.areas.holds(chunk));
  }

  /** A new block (Allocator). */
  allocate(sizeBytes: number, alignmentBytes: number): number {
    if (alignmentBytes > BLOCK_ALIGNMENT) return this.allocateAligned(sizeBytes, alignmentBytes);
    const chunk = this.take(chunkBytesFor(sizeBytes));
    return chunk === 0 ? NO_BLOCK : chunk + BLOCK_OFFSET;
  }

  /** Takes a block back (Allocator). */
  release(address: number): void {
    const chunk = this.usedChunk(address, "free()");
    if (this.isMapped(chunk)) return this.unmap(chunk);
    const freedBytes = this.free(chunk);
    const { top, end } = this.areas;
    if (freedBytes >= TRIM_LOOK_BYTES && end - top >= this.trimThreshold) this.areas.trimTop(TOP_PAD_BYTES);
  }

  /** Changes a block's size, in place where there is room behind it (Allocator). */
  resize(address: number, sizeBytes: number): number {
    const chunk = this.usedChunk(address, "realloc()");
    const neededBytes = chunkBytesFor(sizeBytes);
    if (this.isMapped(chunk)) {
      const moved = this.remap(chunk, sizeBytes);
      if (moved !== NO_BLOCK) return moved;
    } else if (this.extend(chunk, neededBytes)) {
      this.cutOff(chunk, neededBytes);
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
    const chunk = this.usedChunk(address, "malloc_usable_size()");
    const sizeBytes = this.words.size(chunk);
    return this.isMapped(chunk) ? sizeBytes - BLOCK_OFFSET : sizeBytes - OVERHEAD_BYTES;
  }

  /** Blocks may be used ones; mappings are fresh (Allocator). */
  isFresh(address: number): boolean {
    return this.isMapped(address - BLOCK_OFFSET);
  }

  /** Walks the areas and the bins (Allocator). */
  check(memory: MemoryView): HeapSummary {
    return checkBins(memory, this.statics, this.statics + BINS_OFFSET);
  }

  /** Cuts the top, and gives the pages within free chunks back (Allocator). */
  trim(padBytes: number): boolean {
    let hasGiven = this.areas.trimTop(padBytes);
    for (const { chunk, sizeBytes, isFree, isTop } of [...walkAreas(this.words, this.statics)]) {
      const start = Math.ceil((chunk + LEAST_CHUNK) / PAGE_SIZE) * PAGE_SIZE;
      const end = Math.floor((chunk + sizeBytes) / PAGE_SIZE) * PAGE_SIZE;
      if (!isFree || isTop || end <= start) continue;
      this.space.call("madvise", { address: start, lengthBytes: end - start, advice: MADV.DONTNEED });
      hasGiven = true;
    }
    return hasGiven;
  }

  /** A used chunk of at least so many bytes, or 0. */
  private take(neededBytes: number): number {
    const free = this.bins.find(neededBytes);
    if (free !== 0) {
      this.bins.remove(free);
      this.words.setPreviousUsed(free + this.words.size(free), true);
      this.cutOff(free, neededBytes);
      return free;
    }
    const fromTop = this.areas.cutTop(neededBytes);
    if (fromTop !== 0) return fromTop;
    const mapped = neededBytes >= this.threshold ? this.map(neededBytes) : 0;
    if (mapped !== 0) return mapped;
    return this.areas.grow(neededBytes) ? this.areas.cutTop(neededBytes) : 0;
  }

  private allocateAligned(sizeBytes: number, alignmentBytes: number): number {
    const neededBytes = chunkBytesFor(sizeBytes);
    const chunk = this.take(neededBytes + alignmentBytes + LEAST_CHUNK);
    if (chunk === 0) return NO_BLOCK;
    const exact = Math.ceil((chunk + BLOCK_OFFSET) / alignmentBytes) * alignmentBytes;
    const isMapped = this.isMapped(chunk);
    const isRoom = isMapped || exact === chunk + BLOCK_OFFSET || exact - BLOCK_OFFSET - chunk >= LEAST_CHUNK;
    const block = isRoom ? exact : exact + alignmentBytes;
    this.cutLead(chunk, block - BLOCK_OFFSET);
    if (!isMapped) this.cutOff(block - BLOCK_OFFSET, neededBytes);
    return block;
  }

  /** Gives back what lies before `start` in a used chunk; a mapping notes it only. */
  private cutLead(chunk: number, start: number): void {
    const { words } = this;
    const leadBytes = start - chunk;
    if (leadBytes === 0) return;
    const sizeBytes = words.size(chunk);
    if (this.isMapped(chunk)) {
      this.space.store64(start, words.foot(chunk) + leadBytes);
      return words.setHead(start, sizeBytes - leadBytes, HEAD.mapped);
    }
    words.setHead(start, sizeBytes - leadBytes, HEAD.previousUsed);
    words.setHead(chunk, leadBytes, words.head(chunk) % 2);
    this.free(chunk);
  }

  /** Gives back what a used chunk has beyond `keptBytes`, if that is a chunk. */
  private cutOff(chunk: number, keptBytes: number): void {
    const { words } = this;
    const sizeBytes = words.size(chunk);
    if (sizeBytes - keptBytes < LEAST_CHUNK) return;
    words.setHead(chunk, keptBytes, words.head(chunk) % 2);
    words.setHead(chunk + keptBytes, sizeBytes - keptBytes, HEAD.previousUsed);
    this.free(chunk + keptBytes);
  }

  /** Makes a used chunk free, joined with its neighbours. @returns Bytes of the free chunk that it is part of. */
  private free(freed: number): number {
    const { words, bins, areas } = this;
    let chunk = freed;
    let sizeBytes = words.size(chunk);
    const next = chunk + sizeBytes;
    if (!hasBit(words.head(chunk), HEAD.previousUsed)) {
      const beforeBytes = words.foot(chunk);
      if (beforeBytes <= 0 || words.size(chunk - beforeBytes) !== beforeBytes) {
        const detail = "corrupted size vs. prev_size while consolidating";
        throw new HeapError("corrupted header", chunk + BLOCK_OFFSET, detail, { damagedAt: chunk });
      }
      chunk -= beforeBytes;
      sizeBytes += beforeBytes;
      bins.remove(chunk);
    }
    if (next === areas.top) {
      areas.setTop(chunk);
      return areas.end - chunk;
    }
    const nextHead = words.head(next);
    if (!hasBit(nextHead, HEAD.fence) && !this.isUsed(next)) {
      bins.remove(next);
      sizeBytes += sizeOfHead(nextHead);
    }
    words.setHead(chunk, sizeBytes, HEAD.previousUsed);
    words.setFoot(chunk, sizeBytes);
    words.setPreviousUsed(chunk + sizeBytes, false);
    bins.insert(chunk, sizeBytes);
    return sizeBytes;
  }

  private isUsed(chunk: number): boolean {
    return hasBit(this.words.head(chunk + this.words.size(chunk)), HEAD.previousUsed);
  }

  /** Makes a used chunk at least so long, by what is free behind it; whether it is. */
  private extend(chunk: number, neededBytes: number): boolean {
    const { words, areas, bins } = this;
    const sizeBytes = words.size(chunk);
    const bits = words.head(chunk) % 2;
    const next = chunk + sizeBytes;
    if (neededBytes <= sizeBytes) return true;
    if (next === areas.top) {
      if (areas.end - chunk < neededBytes + LEAST_CHUNK) return false;
      areas.setTop(chunk + neededBytes);
      words.setHead(chunk, neededBytes, bits);
      return true;
    }
    const nextHead = words.head(next);
    if (hasBit(nextHead, HEAD.fence) || this.isUsed(next)) return false;
    const joinedBytes = sizeBytes + sizeOfHead(nextHead);
    if (joinedBytes < neededBytes) return false;
    bins.remove(next);
    words.setHead(chunk, joinedBytes, bits);
    words.setPreviousUsed(chunk + joinedBytes, true);
    return true;
  }

  private get threshold(): number {
    return this.space.load64(this.statics + THRESHOLD) || FIRST_THRESHOLD;
  }

  private get trimThreshold(): number {
    const raised = this.space.load64(this.statics + THRESHOLD);
    return raised === 0 ? FIRST_THRESHOLD : 2 * raised;
  }

  private isMapped(chunk: number): boolean {
    return hasBit(this.words.head(chunk), HEAD.mapped);
  }

  /** A chunk that is a mapping, or 0. */
  private map(neededBytes: number): number {
    const lengthBytes = Math.ceil((neededBytes + OVERHEAD_BYTES) / PAGE_SIZE) * PAGE_SIZE;
    const flags = MAP.PRIVATE | MAP.ANONYMOUS;
    const chunk = this.space.call("mmap", { lengthBytes, prot: PROT.READ | PROT.WRITE, flags, fd: -1 });
    if (chunk < 0) return 0;
    this.words.setHead(chunk, lengthBytes, HEAD.mapped);
    return chunk;
  }

  private unmap(chunk: number): void {
    const { words } = this;
    const leadBytes = words.foot(chunk);
    const lengthBytes = leadBytes + words.size(chunk);
    if (lengthBytes > this.threshold && lengthBytes <= GREATEST_THRESHOLD) {
      this.space.store64(this.statics + THRESHOLD, lengthBytes);
    }
    this.space.call("munmap", { address: chunk - leadBytes, lengthBytes });
  }

  /** Changes the length of a mapping; the block, or NO_BLOCK when that cannot be. */
  private remap(chunk: number, sizeBytes: number): number {
    const { words } = this;
    const leadBytes = words.foot(chunk);
    const oldBytes = leadBytes + words.size(chunk);
    const newBytes = Math.ceil((leadBytes + BLOCK_OFFSET + sizeBytes) / PAGE_SIZE) * PAGE_SIZE;
    if (newBytes === oldBytes) return chunk + BLOCK_OFFSET;
    const start = this.space.call("mremap", {
      oldAddress: chunk - leadBytes,
      oldLengthBytes: oldBytes,
      newLengthBytes: newBytes,
      flags: MREMAP.MAYMOVE,
    });
    if (start < 0) return NO_BLOCK;
    words.setHead(start + leadBytes, newBytes - leadBytes, HEAD.mapped);
    return start + leadBytes + BLOCK_OFFSET;
  }

  /** The used chunk whose block is at an address. Throws HeapError with glibc's words when there is none (BN3). */
  private usedChunk(address: number, caller: string): number {
    const { words, areas } = this;
    const chunk = address - BLOCK_OFFSET;
    const isPossible = address % BLOCK_ALIGNMENT === 0 && address >= PAGE_SIZE && address < 2 ** 47;
    if (!areas.holds(chunk)) {
      if (isPossible && this.isMapping(chunk)) return chunk;
      const said = isPossible && caller === "free()"
        ? "munmap_chunk(): invalid pointer"
        : `${caller}: invalid pointer`;
      return this.refuse(address, said);
    }
    const sizeBytes = words.size(chunk);
    const next = chunk + sizeBytes;
    if (!isPossible) return this.refuse(address, `${caller}: invalid pointer`);
    if (chunk >= areas.top) return this.refuse(address, "double free or corruption (top)");
    if (sizeBytes < LEAST_CHUNK || this.isMapped(chunk)) {
      return this.isMapping(chunk) ? chunk : this.refuse(address, `${caller}: invalid size`);
    }
    if (next > areas.top) return this.refuse(address, "double free or corruption (out)");
    const nextBytes = words.size(next);
    if (nextBytes < 16 || next + nextBytes > areas.end) {
      const said = `${caller}: invalid next size (normal)`;
      const damagedAt = next + OVERHEAD_BYTES;
      const otherwise = new HeapError("write past the end", address, said, { damagedAt });
      return this.refuse(address, said, otherwise);
    }
    if (!hasBit(words.head(next), HEAD.previousUsed)) {
      const otherwise = new HeapError("double free", address, "double free or corruption (!prev)");
      return this.refuse(address, "double free or corruption (!prev)", otherwise);
    }
    return chunk;
  }

  /** Whether a chunk outside the heap is a mapping, by its words. */
  private isMapping(chunk: number): boolean {
    const leadBytes = this.words.foot(chunk);
    const sizeBytes = this.words.size(chunk);
    const isWhole = (chunk - leadBytes) % PAGE_SIZE === 0 && (leadBytes + sizeBytes) % PAGE_SIZE === 0;
    return this.isMapped(chunk) && isWhole && leadBytes >= 0 && sizeBytes > 0;
  }

  private refuse(address: number, said: string, otherwise?: HeapError): never {
    const error = otherwise ?? new HeapError("invalid pointer", address, said);
    return blameAddress(walkAreas(this.words, this.statics), address, {
      headerBytes: OVERHEAD_BYTES,
      said,
      otherwise: error,
    });
  }
}

/** How bins is made. */
export const bins: AllocatorMaking = {
  name: "bins",
  about: "boundary tags, bins by size and a top chunk, in the manner of glibc",
  staticBytes: BINS_OFFSET + BINS_BYTES,
  make: (space, statics, programBreak) => new Bins(space, statics, programBreak),
};
