/**
 * Which frames are free: a bitmap with two summary levels, so that the lowest free frame is found in a few steps.
 *
 *     level 0   1 bit a frame     (1 = used)
 *     level 1   1 bit a word of level 0   (1 = every frame of the word is used)
 *     level 2   1 bit a word of level 1
 *
 *   FM1  A bit of level n + 1 is set exactly when its word of level n is all ones.
 *   FM2  The map says the same as the frame table (FT1); it is an index, not a record of the digest.
 *   FM3  Frame 0, the zero page, is always used.
 *
 * Swap slots have such a map too (createSlots), in which slot 0 is like any other.
 */

import { WordTable } from "./word_table.ts";

const FULL = -1;
/** Frames that a word of each level speaks for. */
const BITS_A_WORD = [32, 1024, 32768];

/** Told of every frame that is taken and given back: the bookkeeping of reclaim, beside the live machine. */
export interface FrameListener {
  /** The frame's record says already whose it is. */
  taken(frame: number): void;
  released(frame: number): void;
}

/** The free-frame index of a state. */
export class FrameMap {
  /**
   * Told of changes to this map; copies have none.
   *
   * @internal
   */
  listener: FrameListener | undefined;

  /** No frame below this one is free: where looking for the lowest begins. Follows from the levels. */
  private floor = 0;
  /** Level 0. */
  private readonly frames: WordTable;

  private constructor(
    private readonly levels: readonly [WordTable, WordTable, WordTable],
    /** Frames that exist: 0 … frameCount - 1. */
    readonly frameCount: number,
    /** Frames in use, the zero page included. */
    public usedCount: number,
  ) {
    this.frames = levels[0];
  }

  /** A map of `frameCount` frames with only the zero page in use. */
  static create(epoch: number, frameCount: number): FrameMap {
    const level = () => new WordTable(epoch, 1);
    const map = new FrameMap([level(), level(), level()], frameCount, 0);
    map.take(epoch, 0);
    return map;
  }

  /** A map of swap slots, all free. */
  static createSlots(epoch: number, slotCount: number): FrameMap {
    const map = FrameMap.create(epoch, slotCount);
    map.release(epoch, 0);
    return map;
  }

  /** A copy owned by `epoch`, sharing everything. */
  clone(epoch: number): FrameMap {
    const [frames, words, groups] = this.levels;
    const levels = [frames.clone(epoch), words.clone(epoch), groups.clone(epoch)] as const;
    return new FrameMap([...levels], this.frameCount, this.usedCount);
  }

  /** Whether `frame` is in use. */
  isUsed(frame: number): boolean {
    const words = this.levels[0];
    const word = frame >>> 5;
    return (words.word(word) & (1 << (frame & 31))) !== 0;
  }

  /** Frames that are free. */
  get freeCount(): number {
    return this.frameCount - this.usedCount;
  }

  /** Marks `frame` used. */
  take(epoch: number, frame: number): void {
    this.usedCount++;
    const { frames } = this;
    const leaf = frames.own(epoch, frame >>> 5);
    const word = leaf[frames.at] | (1 << (frame & 31));
    leaf[frames.at] = word;
    if (word === FULL) this.setBit(epoch, 1, frame >>> 5);
    if (this.listener !== undefined) this.listener.taken(frame);
  }

  /** Marks `frame` free. */
  release(epoch: number, frame: number): void {
    this.usedCount--;
    if (frame < this.floor) this.floor = frame;
    if (this.listener !== undefined) this.listener.released(frame);
    const { frames } = this;
    const leaf = frames.own(epoch, frame >>> 5);
    const word = leaf[frames.at];
    leaf[frames.at] = word & ~(1 << (frame & 31));
    if (word === FULL) this.clearBit(epoch, 1, frame >>> 5);
  }

  /** The lowest free frame, or -1 when memory is full. */
  lowestFree(): number {
    const { floor } = this;
    const near = ~this.levels[0].word(floor >>> 5) & (FULL << (floor & 31));
    const frame = near === 0 ? this.searchLowest() : (floor & ~31) + 31 - Math.clz32(near & -near);
    if (frame >= this.frameCount) return -1;
    if (frame >= 0) this.floor = frame;
    return frame;
  }

  /** The lowest free frame, found from the top. */
  private searchLowest(): number {
    const group = this.firstOpenWord(2, 0);
    if (group < 0) return -1;
    const word = this.openBit(1, this.openBit(2, group));
    const frame = this.openBit(0, word);
    return frame < this.frameCount ? frame : -1;
  }

  /** How many frames from `frame` on are free, up to `limit`. */
  freeRun(frame: number, limit: number): number {
    const end = Math.min(frame + limit, this.frameCount);
    let next = frame;
    while (next < end && !this.isUsed(next)) next++;
    return next - frame;
  }

  /** A map that says the same, made of other tables: equal ones, or empty ones until they are put back. */
  withTables(tables: readonly WordTable[]): FrameMap {
    const [frames, words, groups] = tables;
    return new FrameMap([frames, words, groups], this.frameCount, this.usedCount);
  }

  /** The tables that the map is made of. */
  get tables(): readonly WordTable[] {
    return this.levels;
  }

  /** Sets the bit of an index in a level. */
  private setBit(epoch: number, level: number, index: number): void {
    const table = this.levels[level];
    const word = index >>> 5;
    const leaf = table.own(epoch, word);
    const offset = table.at;
    leaf[offset] |= 1 << (index & 31);
    if (leaf[offset] === FULL && level < 2) this.setBit(epoch, level + 1, word);
  }

  /** Clears the bit of an index in a level. */
  private clearBit(epoch: number, level: number, index: number): void {
    const table = this.levels[level];
    const word = index >>> 5;
    const leaf = table.own(epoch, word);
    const wasFull = leaf[table.at] === FULL;
    leaf[table.at] &= ~(1 << (index & 31));
    if (wasFull && level < 2) this.clearBit(epoch, level + 1, word);
  }

  /** The first word of `level` at or after `from` that is not all ones, or -1 past the last frame. */
  private firstOpenWord(level: number, from: number): number {
    const table = this.levels[level];
    const end = Math.ceil(this.frameCount / BITS_A_WORD[level]);
    for (let word = from; word < end; word++) {
      if (table.word(word) !== FULL) return word;
    }
    return -1;
  }

  /** The first bit that is open in a word. */
  private openBit(level: number, word: number): number {
    const table = this.levels[level];
    const free = ~table.word(word);
    return word * 32 + (31 - Math.clz32(free & -free));
  }
}
