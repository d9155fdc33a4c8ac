/**
 * A heap of frames by rank: the frame of lowest rank stands first (a binary heap that knows where each frame is).
 *
 *                 place 0             A rank has two parts: the first decides, the second breaks ties; the frame
 *               ┌────┴────┐           number breaks what is left, so that the order is total.
 *             place 1   place 2
 *
 *   FH1  No frame stands above one of lower rank; placeOf names the place of each frame, NOWHERE when it has none.
 *   FH2  put, remove and takeLeast take O(log size); what is passed over in takeLeast is taken out and put back.
 */

import { assertThat } from "../../assert.ts";
import { NO_FRAME } from "./frame_lists.ts";

const NOWHERE = -1;

/** A heap over the frames of one memory. */
export class FrameHeap {
  private readonly frameAt: Int32Array;
  private readonly placeOf: Int32Array;
  private readonly ranks: Float64Array;
  private readonly ties: Float64Array;
  private readonly passedOver: Int32Array;
  private size = 0;

  /** An empty heap for frames 0 … frameCount - 1. */
  constructor(frameCount: number) {
    this.frameAt = new Int32Array(frameCount);
    this.placeOf = new Int32Array(frameCount).fill(NOWHERE);
    this.ranks = new Float64Array(frameCount);
    this.ties = new Float64Array(frameCount);
    this.passedOver = new Int32Array(frameCount);
  }

  /** Gives a frame a rank, whether it is in the heap already or not. */
  put(frame: number, rank: number, tie: number): void {
    let place = this.placeOf[frame];
    if (place === NOWHERE) place = this.size++;
    this.ranks[frame] = rank;
    this.ties[frame] = tie;
    this.settle(frame, place);
  }

  /** The first part of the rank of a frame in the heap. */
  rankOf(frame: number): number {
    return this.ranks[frame];
  }

  /** Takes a frame out of the heap. */
  remove(frame: number): void {
    const place = this.placeOf[frame];
    assertThat(place !== NOWHERE, () => `frame ${frame} is not in the heap`);
    const last = this.frameAt[--this.size];
    this.placeOf[frame] = NOWHERE;
    if (last !== frame) this.settle(last, place);
  }

  /** Takes out the frame of lowest rank that may be taken; NO_FRAME when none may. */
  takeLeast(mayTake: (frame: number) => boolean): number {
    let passedCount = 0;
    let taken = NO_FRAME;
    while (this.size > 0 && taken === NO_FRAME) {
      const frame = this.frameAt[0];
      if (mayTake(frame)) taken = frame;
      else this.passedOver[passedCount++] = frame;
      this.remove(frame);
    }
    while (passedCount > 0) {
      const frame = this.passedOver[--passedCount];
      this.put(frame, this.ranks[frame], this.ties[frame]);
    }
    return taken;
  }

  /** Puts a frame at a free place, or wherever above or below its rank belongs. */
  private settle(frame: number, place: number): void {
    let at = place;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isLower(frame, this.frameAt[parent])) break;
      this.setPlace(this.frameAt[parent], at);
      at = parent;
    }
    for (let child = this.lowerChild(at); child < this.size; child = this.lowerChild(at)) {
      if (!this.isLower(this.frameAt[child], frame)) break;
      this.setPlace(this.frameAt[child], at);
      at = child;
    }
    this.setPlace(frame, at);
  }

  private lowerChild(place: number): number {
    const left = 2 * place + 1;
    const right = left + 1;
    return right < this.size && this.isLower(this.frameAt[right], this.frameAt[left]) ? right : left;
  }

  private setPlace(frame: number, place: number): void {
    this.frameAt[place] = frame;
    this.placeOf[frame] = place;
  }

  private isLower(left: number, right: number): boolean {
    if (this.ranks[left] !== this.ranks[right]) return this.ranks[left] < this.ranks[right];
    if (this.ties[left] !== this.ties[right]) return this.ties[left] < this.ties[right];
    return left < right;
  }
}
