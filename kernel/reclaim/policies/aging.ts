/**
 * Aging: least recently used, as far as one bit a round can tell.
 *
 *     age   8 7 6 5 4 3 2 1 0        A reference sets bit 8. With every round (as many references as there are frames)
 *           R h i s t o r y          all ages are shifted right by one. The page of lowest age goes; among equals, the
 *                                    one that has had this age longest.
 *
 *   AG1  A page stands in the list of its age, so a round joins lists 2k and 2k + 1 into list k; lists that may hold
 *        pages are marked in a bitmap, and rounds visit no others.
 *   AG2  The age of a page is what it was when it was last listed, shifted by the rounds since.
 */

import type { PolicyMaking, ReplacementPolicy } from "../policy.ts";
import { FrameLists, NO_FRAME } from "./frame_lists.ts";

const AGE_COUNT = 512;
const REFERENCED = 256;
const MOST_SHIFTS = 31;

/** Aging. */
export class Aging implements ReplacementPolicy {
  private readonly lists: FrameLists;
  /** The age a page was listed with, and in which round. */
  private readonly listedAge: Uint16Array;
  private readonly listedRound: Float64Array;
  private readonly marks = new Uint32Array(AGE_COUNT / 32);
  private readonly roundLength: number;
  private round = 0;
  private referencesLeft: number;

  /** A policy that holds nothing yet. */
  constructor({ frameCount, capacity = frameCount }: PolicyMaking) {
    this.lists = new FrameLists(frameCount, AGE_COUNT);
    this.listedAge = new Uint16Array(frameCount);
    this.listedRound = new Float64Array(frameCount);
    this.roundLength = Math.max(1, capacity);
    this.referencesLeft = this.roundLength;
  }

  /** The page has been referenced in this round, and never before. */
  insert(frame: number): void {
    this.countReference();
    this.list(frame, REFERENCED);
  }

  /** The page is referenced in this round. */
  reference(frame: number): void {
    this.countReference();
    const age = this.ageOf(frame);
    if (age >= REFERENCED) return;
    this.lists.unlink(frame);
    this.list(frame, age | REFERENCED);
  }

  /** The frame leaves the list of its age. */
  remove(frame: number): void {
    this.lists.unlink(frame);
  }

  /** The page of lowest age. */
  takeVictim(_incoming: number, mayTake: (frame: number) => boolean): number {
    for (let age = this.nextMarked(0); age < AGE_COUNT; age = this.nextMarked(age + 1)) {
      if (this.lists.isEmpty(age)) {
        this.marks[age >> 5] &= ~(1 << (age & 31));
        continue;
      }
      const frame = this.lists.oldestOf(age, mayTake);
      if (frame === NO_FRAME) continue;
      this.lists.unlink(frame);
      return frame;
    }
    return NO_FRAME;
  }

  private ageOf(frame: number): number {
    return this.listedAge[frame] >> Math.min(MOST_SHIFTS, this.round - this.listedRound[frame]);
  }

  private list(frame: number, age: number): void {
    this.listedAge[frame] = age;
    this.listedRound[frame] = this.round;
    this.lists.append(age, frame);
    this.mark(age);
  }

  private mark(age: number): void {
    this.marks[age >> 5] |= 1 << (age & 31);
  }

  private countReference(): void {
    if (this.referencesLeft-- > 0) return;
    this.referencesLeft = this.roundLength - 1;
    this.round++;
    for (let age = this.nextMarked(1); age < AGE_COUNT; age = this.nextMarked(age + 1)) {
      this.marks[age >> 5] &= ~(1 << (age & 31));
      if (this.lists.isEmpty(age)) continue;
      this.lists.join(age >> 1, age);
      this.mark(age >> 1);
    }
  }

  /** The first marked age from `age` on, or AGE_COUNT. */
  private nextMarked(age: number): number {
    let word = age >> 5;
    if (word >= this.marks.length) return AGE_COUNT;
    let bits = (this.marks[word] >>> (age & 31)) << (age & 31);
    while (bits === 0) {
      if (++word === this.marks.length) return AGE_COUNT;
      bits = this.marks[word];
    }
    return (word << 5) + 31 - Math.clz32(bits & -bits);
  }
}
