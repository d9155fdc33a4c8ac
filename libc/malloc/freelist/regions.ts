/**
 * Where a freelist heap gets its memory from, and gives it back to.
 *
 *      grow=mmap   a region of its own each time, mmap(PRIVATE | ANONYMOUS)
 *      grow=brk    the region at the program break gets longer; when somebody else moved the break, another begins there
 *
 *   RG1  The heap grows by GROWTH_BYTES at least, in whole pages. It shrinks only by trim().
 *   RG2  trim() gives back regions that are free as a whole, and the free end of the one at the break.
 */

import { MAP, PAGE_SIZE, PROT } from "@palimpsest/kernel";
import type { ProgramBreak } from "../../memory/program_break.ts";
import type { UserSpace } from "../../memory/user_space.ts";
import type { Cells } from "./cells.ts";
import {
  FIRST_BLOCK,
  type FoundChunk,
  KIND,
  loadingReader,
  makeRegion,
  regionEnd,
  setRegionEnd,
  STATICS,
  UNIT_BYTES,
  walkChunks,
  type WordReader,
  writeChunk,
} from "./chunks.ts";

const GROWTH_BYTES = 64 * 1024;

/** Ways to grow. */
export const GROWTHS = ["mmap", "brk"] as const;
/** One of {@linkcode GROWTHS}. */
export type Growth = typeof GROWTHS[number];

/** The regions of one heap. */
export class Regions {
  private readonly read: WordReader;

  /** The regions whose list begins in the static area at `statics`. */
  constructor(
    private readonly space: UserSpace,
    private readonly statics: number,
    private readonly programBreak: ProgramBreak,
    private readonly cells: Cells,
    private readonly growth: Growth,
  ) {
    this.read = loadingReader(space);
  }

  /** Gets memory for a chunk of so many bytes; whether there was any. */
  grow(neededBytes: number): boolean {
    const wantedBytes = Math.max(GROWTH_BYTES, neededBytes + FIRST_BLOCK);
    const lengthBytes = Math.ceil(wantedBytes / PAGE_SIZE) * PAGE_SIZE;
    return this.growth === "brk" ? this.growBreak(lengthBytes) : this.growMapping(lengthBytes);
  }

  /** Gives back what is free as a whole, but for `padBytes` at the break; whether there was any. */
  trim(padBytes: number): boolean {
    let hasGiven = false;
    const last = [...walkChunks(this.read, this.statics)].filter(({ isFree, nextBlock, region }) =>
      isFree && nextBlock === regionEnd(this.read, region)
    );
    for (const chunk of last) hasGiven = this.trimRegion(chunk, padBytes) || hasGiven;
    return hasGiven;
  }

  private growMapping(lengthBytes: number): boolean {
    const start = this.space.call("mmap", {
      lengthBytes,
      prot: PROT.READ | PROT.WRITE,
      flags: MAP.PRIVATE | MAP.ANONYMOUS,
      fd: -1,
    });
    if (start < 0) return false;
    this.add(start, lengthBytes);
    return true;
  }

  private growBreak(lengthBytes: number): boolean {
    const { programBreak, space } = this;
    const end = programBreak.current();
    const region = this.regionEndingAt(end);
    const start = Math.ceil(end / PAGE_SIZE) * PAGE_SIZE;
    if (!programBreak.moveTo(start + lengthBytes)) return false;
    if (region === 0) this.add(start, lengthBytes);
    else {
      // What was the fence is the header of the new chunk.
      writeChunk(space, end, lengthBytes, KIND.free);
      setRegionEnd(space, region, end + lengthBytes);
      this.widen(region, end + lengthBytes);
      this.cells.insert(end, lengthBytes);
    }
    return true;
  }

  /** Puts a new region into the list. */
  private add(start: number, lengthBytes: number): void {
    const previous = this.lastBefore(start);
    const link = previous === 0 ? this.statics + STATICS.regions : previous;
    const block = makeRegion(this.space, start, lengthBytes, this.space.load64(link));
    this.space.store64(link, start);
    this.widen(start, start + lengthBytes);
    this.cells.insert(block, lengthBytes - FIRST_BLOCK);
  }

  private lastBefore(address: number): number {
    let previous = 0;
    let next = this.space.load64(this.statics + STATICS.regions);
    while (next !== 0 && next < address) {
      previous = next;
      next = this.space.load64(next);
    }
    return previous;
  }

  private regionEndingAt(end: number): number {
    const region = this.lastBefore(end);
    return region !== 0 && regionEnd(this.read, region) === end ? region : 0;
  }

  private widen(start: number, end: number): void {
    const { space, statics } = this;
    const lowest = space.load64(statics + STATICS.lowest);
    if (lowest === 0 || start < lowest) space.store64(statics + STATICS.lowest, start);
    if (end > space.load64(statics + STATICS.highest)) space.store64(statics + STATICS.highest, end);
  }

  private trimRegion({ block, nextBlock: end, region }: FoundChunk, padBytes: number): boolean {
    if (end === this.programBreak.current()) {
      const keptEnd = Math.ceil((block + UNIT_BYTES + padBytes) / PAGE_SIZE) * PAGE_SIZE;
      if (keptEnd >= end) return false;
      this.cells.remove(block);
      setRegionEnd(this.space, region, keptEnd);
      this.cells.insert(block, keptEnd - block);
      return this.programBreak.moveTo(keptEnd);
    }
    if (this.growth === "brk" || block !== region + FIRST_BLOCK) return false;
    this.cells.remove(block);
    const previous = this.lastBefore(region);
    const link = previous === 0 ? this.statics + STATICS.regions : previous;
    this.space.store64(link, this.space.load64(region));
    return this.space.call("munmap", { address: region, lengthBytes: end - region }) === 0;
  }
}
