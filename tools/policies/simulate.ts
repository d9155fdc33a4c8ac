/**
 * Runs a trace of references through a replacement policy, in a memory of so many frames.
 *
 *   SI1  A page that is not in memory faults; when no frame is free, the policy's victim goes, and is written if it was
 *        changed since it came in. Pages that are still in memory at the end are not written.
 */

import { mayTakeAny, nextUsesOf, POLICIES, type PolicyName } from "@palimpsest/kernel";
import type { ReferenceTrace } from "../guests/references/reference_trace.ts";

/** What a run came to. */
export interface PolicyRun {
  readonly policy: PolicyName;
  readonly frames: number;
  readonly references: number;
  readonly faults: number;
  /** Changed pages that were evicted. */
  readonly writes: number;
}

/** What a run may be told besides its policy and its frames. */
export interface SimulateOptions {
  /** Where random numbers start; 0 when left out. */
  readonly seed?: number;
  /** nextUsesOf() the trace, for opt, when it is known already. */
  readonly nextUses?: Int32Array;
}

const NOWHERE = -1;

/** Runs a trace through a policy with `frames` frames, at least one. */
export function simulate(
  name: PolicyName,
  trace: ReferenceTrace,
  frames: number,
  { seed = 0, nextUses }: SimulateOptions = {},
): PolicyRun {
  // More frames than pages are never used; so tables need not be larger.
  const frameCount = Math.min(frames, Math.max(1, trace.pageCount));
  const policy = POLICIES[name].make({ frameCount, seed, nextUses: nextUses ?? futureFor(name, trace) });
  const frameOf = new Int32Array(trace.pageCount).fill(NOWHERE);
  const pageIn = new Int32Array(frameCount);
  const isChanged = new Uint8Array(frameCount);
  let [held, faults, writes] = [0, 0, 0];
  for (const word of trace.references) {
    const page = word >>> 1;
    const isWrite = (word & 1) !== 0;
    let frame = frameOf[page];
    if (frame !== NOWHERE) {
      if (isWrite) isChanged[frame] = 1;
      policy.reference(frame, isWrite);
      continue;
    }
    faults++;
    if (held < frameCount) frame = held++;
    else {
      frame = policy.takeVictim(page, mayTakeAny);
      frameOf[pageIn[frame]] = NOWHERE;
      writes += isChanged[frame];
    }
    frameOf[page] = frame;
    pageIn[frame] = page;
    isChanged[frame] = isWrite ? 1 : 0;
    policy.insert(frame, page, isWrite);
  }
  return { policy: name, frames, references: trace.length, faults, writes };
}

/** What a policy must know of the future, if anything. */
export function futureFor(name: PolicyName, trace: ReferenceTrace): Int32Array | undefined {
  return POLICIES[name].needsFuture ? nextUsesOf(trace.pageNumbers(), trace.pageCount) : undefined;
}
