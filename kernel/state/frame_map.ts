/**
 * Which frames are free: how many always, and which, once somebody asks.
 *
 *   FM1  The lowest free frame is the lowest that the frame table says nothing of.
 *   FM2  The map says the same as the frame table (FT1); it is an index, not a record of the digest.
 *   FM3  Frame 0, the zero page, is always used.
 *
 * Only a machine that runs asks which frames are free. So the index of them is made when it is first asked for, from the
 * frame table, and kept up to date from then on; a replay never has one, nor has a checkpoint.
 *
 * Swap slots have such a map too, in which slot 0 is like any other.
 */

import { FreeBits } from "./free_bits.ts";

/** Told of every frame that is taken and given back: the bookkeeping of reclaim, beside the live machine. */
export interface FrameListener {
  /** The frame's record says already whose it is. */
  taken(frame: number): void;
  released(frame: number): void;
}

/** All numbers that are in use. */
export type UsedNumbers = () => Iterable<number>;

/** The free-frame index of a state. */
export class FrameMap {
  /**
   * Told of changes to this map; copies have none.
   *
   * @internal
   */
  listener: FrameListener | undefined;

  /** The used frames, once somebody asked for them. */
  private index: FreeBits | undefined;

  /**
   * A map that has not been asked yet.
   *
   * @param usedNumbers What the index is made from.
   */
  constructor(
    /** Frames that exist: 0 … frameCount - 1. */
    readonly frameCount: number,
    /** Frames in use, the zero page included. */
    public usedCount: number,
    private readonly usedNumbers: UsedNumbers,
  ) {}

  /** Whether `frame` is in use. */
  isUsed(frame: number): boolean {
    return this.bits().has(frame);
  }

  /** Frames that are free. */
  get freeCount(): number {
    return this.frameCount - this.usedCount;
  }

  /** Marks `frame` used. */
  take(frame: number): void {
    this.usedCount++;
    if (this.index !== undefined) this.index.add(frame);
    if (this.listener !== undefined) this.listener.taken(frame);
  }

  /** Marks `frame` free. */
  release(frame: number): void {
    this.usedCount--;
    if (this.listener !== undefined) this.listener.released(frame);
    if (this.index !== undefined) this.index.remove(frame);
  }

  /** The lowest free frame, or -1 when memory is full. */
  lowestFree(): number {
    const frame = this.bits().lowest();
    return frame < this.frameCount ? frame : -1;
  }

  /** How many frames from `frame` on are free, up to `limit`. */
  freeRun(frame: number, limit: number): number {
    const bits = this.bits();
    const end = Math.min(frame + limit, this.frameCount);
    let next = frame;
    while (next < end && !bits.has(next)) next++;
    return next - frame;
  }

  /** The index, made if it was not. */
  private bits(): FreeBits {
    return this.index ?? this.makeIndex();
  }

  /** Makes the index. */
  private makeIndex(): FreeBits {
    const bits = new FreeBits();
    for (const number of this.usedNumbers()) bits.add(number);
    return this.index = bits;
  }
}
