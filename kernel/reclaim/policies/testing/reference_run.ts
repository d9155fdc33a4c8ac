/**
 * A small memory that runs references through a policy, for tests: which references fault, and which pages go.
 */

import { assertThat } from "../../../assert.ts";
import { mayTakeAny, type ReplacementPolicy } from "../../policy.ts";

/** Pages in frames under a policy. */
export class ReferenceRun {
  /** Numbers of the references that faulted, from 0 on. */
  readonly faults: number[] = [];
  /** Pages that were taken out, in order. */
  readonly victims: number[] = [];
  /** Pages that may not be taken. */
  readonly locked = new Set<number>();
  private readonly frameOf = new Map<number, number>();
  private readonly pageIn: number[];
  private referenceCount = 0;

  /** An empty memory of `frameCount` frames. */
  constructor(private readonly policy: ReplacementPolicy, frameCount: number) {
    this.pageIn = new Array(frameCount).fill(-1);
  }

  /** The pages in memory. */
  get pages(): number[] {
    return [...this.frameOf.keys()];
  }

  /** References a page; when it is not in memory and no page may go, nothing happens. */
  reference(page: number, isWrite = false): void {
    const number = this.referenceCount++;
    const frame = this.frameOf.get(page);
    if (frame !== undefined) return this.policy.reference(frame, isWrite);
    this.faults.push(number);
    const free = this.pageIn.indexOf(-1);
    const taken = free >= 0 ? free : this.evict(page);
    if (taken < 0) return;
    this.frameOf.set(page, taken);
    this.pageIn[taken] = page;
    this.policy.insert(taken, page, isWrite);
  }

  /** Takes the policy's victim out; its frame, or -1. */
  evict(incoming: number): number {
    const mayTake = this.locked.size === 0
      ? mayTakeAny
      : (frame: number) => !this.locked.has(this.pageIn[frame]);
    const frame = this.policy.takeVictim(incoming, mayTake);
    if (frame < 0) return frame;
    assertThat(this.pageIn[frame] >= 0, () => `frame ${frame} holds no page`);
    assertThat(!this.locked.has(this.pageIn[frame]), () => `page ${this.pageIn[frame]} is locked`);
    this.victims.push(this.pageIn[frame]);
    this.frameOf.delete(this.pageIn[frame]);
    this.pageIn[frame] = -1;
    return frame;
  }

  /** A page is gone for another reason than the policy's wish. */
  remove(page: number): void {
    const frame = this.frameOf.get(page)!;
    this.policy.remove(frame);
    this.frameOf.delete(page);
    this.pageIn[frame] = -1;
  }
}

/** The pages that go, in order, when a memory of `frameCount` frames runs a string of references. */
export function victimsOf(policy: ReplacementPolicy, frameCount: number, pages: readonly number[]): number[] {
  const run = new ReferenceRun(policy, frameCount);
  for (const page of pages) run.reference(page);
  return run.victims;
}

/** How many references of a string fault. */
export function faultCountOf(
  policy: ReplacementPolicy,
  frameCount: number,
  pages: readonly number[],
): number {
  const run = new ReferenceRun(policy, frameCount);
  for (const page of pages) run.reference(page);
  return run.faults.length;
}
