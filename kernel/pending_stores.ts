/**
 * What user code stored and the log or the digest do not have yet.
 *
 *      store 4 @ 16, store 4 @ 20, store 1 @ 900, store 4 @ 16
 *
 *      runs     │16 … 23│     │900│         of the store event that is open: effects when it ends
 *      frames   3, 17                       whose records are out of the digest, until it is asked for
 *
 *   PS1  A store changes the frame's content at once; its frame's record leaves the digest before that. It enters the
 *        digest again when that is asked for, or before the next effect that is no plain store (State.unsettled): a
 *        frame that is written again and again is hashed once.
 *   PS2  A store that touches or lies within an earlier run of the frame joins it: of bytes that are written twice, the
 *        event has the last. Which runs there are depends on the stores alone, not on how contents are held.
 *   PS3  A fill is a run of its own; no store joins what stands before it.
 *   PS4  The effects of the runs, in their order, give the contents that the stores gave.
 */

import { F_DIRTY, FLAGS, HASH_HI, HASH_LO } from "./memory/frame.ts";
import { admitFrame, withdrawFrame } from "./reduce/frames.ts";
import { type Content, hashHi, hashLo, readInto } from "./state/content.ts";
import { ContentBytes } from "./state/content_bytes.ts";
import type { State } from "./state/state.ts";

/** Runs that an event may have before they are made effects. */
const MOST_RUNS = 4096;
/** Frames that may be out of the digest. */
const MOST_FRAMES = 4096;
/** Earlier runs that a store is compared with. */
const NEIGHBOURS = 8;
/** Words of a run: its frame, offset, end, value of a fill or BYTES, and the frame's number. */
const RUN_WORDS = 5;
const BYTES = -1;
/** Runs of up to this length are copied byte by byte, which is quicker than a view. */
const SHORT_BYTES = 64;
const PAGE_BYTES = 4096;

/** Bytes that were stored. */
export interface StoreWrite {
  readonly kind: "bytesWrite";
  frame: number;
  offset: number;
  bytes: Uint8Array;
}

/** One value stored over a range. */
export interface StoreFill {
  readonly kind: "bytesFill";
  frame: number;
  offset: number;
  lengthBytes: number;
  value: number;
}

/** Takes the effects of runs into the log (emitters.ts). An effect is used again for the next run. */
export interface StoreEncoder {
  bytesWrite(effect: StoreWrite): void;
  bytesFill(effect: StoreFill): void;
}

/** See the head of this file. */
export class PendingStores {
  /** Changes whenever the frames' numbers are no longer good. */
  serial = 0;
  /** The state whose frames these are. */
  private state: State | undefined;
  private frameCount = 0;
  /** The frames before this one are in the digest already. */
  private firstOpen = 0;
  private readonly frames = new Int32Array(MOST_FRAMES);
  /** Each frame's content as it stands now. */
  private readonly contents: Content[] = new Array(MOST_FRAMES).fill(0);
  private readonly numbers = new Map<number, number>();
  private runCount = 0;
  private readonly runs = new Int32Array(MOST_RUNS * RUN_WORDS);
  /** Runs before this one are joined no more. */
  private barrier = 0;
  /** The effects that runs are encoded as: one of each, used again and again. */
  private readonly write: StoreWrite = { kind: "bytesWrite", frame: 0, offset: 0, bytes: new Uint8Array(0) };
  private readonly fill: StoreFill = { kind: "bytesFill", frame: 0, offset: 0, lengthBytes: 0, value: 0 };
  private readonly short = Array.from({ length: SHORT_BYTES + 1 }, (_, length) => new Uint8Array(length));
  private readonly page = new Uint8Array(PAGE_BYTES);

  /** Whether no run or no frame fits any more: encode() before the next. */
  get isFull(): boolean {
    return this.runCount === MOST_RUNS || this.frameCount === MOST_FRAMES;
  }

  /** Whether there are no runs. */
  get isEmpty(): boolean {
    return this.runCount === 0;
  }

  /**
   * Takes a frame's record out of the digest, if it is not yet.
   *
   * @param content What the frame holds.
   * @returns The frame's number, good while `serial` is the same.
   */
  open(state: State, frame: number, content: Content): number {
    const known = this.numbers.get(frame);
    if (known !== undefined) return known;
    const number = this.frameCount++;
    this.numbers.set(frame, number);
    this.frames[number] = frame;
    this.contents[number] = content;
    // withdrawFrame() changes the digest, which must not put the other frames in.
    state.unsettled = undefined;
    withdrawFrame(state, frame);
    state.unsettled = this.settle;
    this.state = state;
    return number;
  }

  /** Notes that a frame has another content now. */
  replace(frameNumber: number, content: Content): void {
    this.contents[frameNumber] = content;
  }

  /** Notes that bytes of a frame were written. */
  add(frameNumber: number, offset: number, lengthBytes: number): void {
    const end = offset + lengthBytes;
    const { runs } = this;
    const frame = this.frames[frameNumber];
    const first = Math.max(this.barrier, this.runCount - NEIGHBOURS);
    for (let run = this.runCount - 1; run >= first; run--) {
      const at = run * RUN_WORDS;
      if (runs[at] !== frame || runs[at + 2] < offset || runs[at + 1] > end) continue;
      if (offset < runs[at + 1]) runs[at + 1] = offset;
      if (end > runs[at + 2]) runs[at + 2] = end;
      runs[at + 4] = frameNumber;
      return;
    }
    this.push(frameNumber, offset, end, BYTES);
  }

  /** Notes that a range of a frame was filled with a value. */
  addFill(frameNumber: number, offset: number, lengthBytes: number, value: number): void {
    this.push(frameNumber, offset, offset + lengthBytes, value);
    this.barrier = this.runCount;
  }

  /** Makes effects of the runs. */
  encode(state: State, encoder: StoreEncoder): void {
    const { runs } = this;
    for (let at = 0; at < this.runCount * RUN_WORDS; at += RUN_WORDS) {
      state.addWork((runs[at + 2] - runs[at + 1]) >> 7);
      this.encodeRun(at, encoder);
    }
    this.runCount = 0;
    this.barrier = 0;
    if (this.frameCount === MOST_FRAMES) this.settle();
  }

  /** Puts the frames' records into the digest. */
  private readonly settle = (): void => {
    const { state, frames, contents } = this;
    if (state === undefined) return;
    state.unsettled = undefined;
    for (let number = this.firstOpen; number < this.frameCount; number++) {
      closeStored(state, frames[number], contents[number]);
    }
    // Frames of runs that are no effects yet keep their places.
    if (this.runCount === 0) this.frameCount = 0;
    this.firstOpen = this.frameCount;
    this.numbers.clear();
    this.serial++;
  };

  private push(frameNumber: number, offset: number, end: number, value: number): void {
    const at = this.runCount++ * RUN_WORDS;
    const { runs } = this;
    runs[at] = this.frames[frameNumber];
    runs[at + 1] = offset;
    runs[at + 2] = end;
    runs[at + 3] = value;
    runs[at + 4] = frameNumber;
  }

  private encodeRun(at: number, encoder: StoreEncoder): void {
    const { runs, write, fill } = this;
    const offset = runs[at + 1];
    const lengthBytes = runs[at + 2] - offset;
    if (runs[at + 3] !== BYTES) {
      fill.frame = runs[at];
      fill.offset = offset;
      fill.lengthBytes = lengthBytes;
      fill.value = runs[at + 3];
      return encoder.bytesFill(fill);
    }
    write.frame = runs[at];
    write.offset = offset;
    write.bytes = bytesWithin(this.contents[runs[at + 4]], offset, this.bytesFor(lengthBytes));
    encoder.bytesWrite(write);
  }

  private bytesFor(lengthBytes: number): Uint8Array {
    return lengthBytes <= SHORT_BYTES ? this.short[lengthBytes] : this.page.subarray(0, lengthBytes);
  }
}

/** Copies bytes of a content into `target`, which it returns. */
function bytesWithin(content: Content, offset: number, target: Uint8Array): Uint8Array {
  const count = target.length;
  if (content instanceof ContentBytes && count <= SHORT_BYTES) {
    const { bytes } = content;
    for (let index = 0; index < count; index++) target[index] = bytes[offset + index];
  } else readInto(content, offset, target, 0, count);
  return target;
}

/** Ends the change of a frame's bytes: its record says the content's hash, and that it is dirty. */
function closeStored(state: State, frame: number, content: Content): void {
  const leaf = state.frames.own(state.epoch, frame);
  const { at } = state.frames;
  leaf[at + HASH_LO] = hashLo(content);
  leaf[at + HASH_HI] = hashHi(content);
  leaf[at + FLAGS] |= F_DIRTY;
  admitFrame(state, frame, leaf);
}
