/**
 * Random replacement: any page, each as likely as the other, from a seeded stream of numbers.
 *
 *      held   │ 7 │ 2 │ 5 │ 9 │        the frames that hold pages, without gaps and in no order
 *                   ▲ victim           the last one closes the gap
 *
 * Nothing can be cheaper, and no pattern of references is its worst case.
 */

import { NO_VICTIM, type PolicyMaking, type ReplacementPolicy } from "../policy.ts";

/** Random replacement. */
export class RandomReplacement implements ReplacementPolicy {
  private readonly held: Int32Array;
  private readonly placeOf: Int32Array;
  private heldCount = 0;
  private stream: number;

  /** A policy that holds nothing yet; the seed decides all that follows. */
  constructor({ frameCount, seed = 0 }: PolicyMaking) {
    this.held = new Int32Array(frameCount);
    this.placeOf = new Int32Array(frameCount);
    this.stream = seed | 0;
  }

  /** The page is one of those held. */
  insert(frame: number): void {
    this.placeOf[frame] = this.heldCount;
    this.held[this.heldCount++] = frame;
  }

  /** Changes nothing. */
  reference(): void {}

  /** The frame is no longer held. */
  remove(frame: number): void {
    const last = this.held[--this.heldCount];
    this.held[this.placeOf[frame]] = last;
    this.placeOf[last] = this.placeOf[frame];
  }

  /** Any page; when it may not be taken, the next one that may. */
  takeVictim(_incoming: number, mayTake: (frame: number) => boolean): number {
    const first = this.draw(this.heldCount);
    for (let step = 0; step < this.heldCount; step++) {
      const frame = this.held[(first + step) % this.heldCount];
      if (!mayTake(frame)) continue;
      this.remove(frame);
      return frame;
    }
    return NO_VICTIM;
  }

  /** An integer 0 … limit - 1, by mulberry32 (a Weyl sequence through a multiply-xorshift finalizer). */
  private draw(limit: number): number {
    this.stream = (this.stream + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.stream ^ (this.stream >>> 15), this.stream | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor(((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32 * limit);
  }
}
