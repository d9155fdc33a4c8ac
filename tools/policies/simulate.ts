/**
 * Runs a trace of references through a replacement policy, in a memory of so many frames.
 *
 *   SI1  A page that is not in memory faults; when no frame is free, the policy's victim goes, and is written if it was
 *        changed since it came in. Pages that are still in memory at the end are not written.
 */

import {
  mayTakeAny,
  nextUsesOf,
  NO_VICTIM,
  POLICIES,
  type PolicyName,
  type ReplacementPolicy,
} from "@palimpsest/kernel";
import type { ReferenceTrace } from "../guests/references/reference_trace.ts";

/** What a run came to. */
export interface PolicyRun {
  /** Its name, or that of its file. */
  readonly policy: string;
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

/** A policy named a frame that holds no page, or none though all may be taken. The message is a sentence. */
export class WrongVictim extends Error {
  /** Shown before the message. */
  override readonly name = "WrongVictim";

  /** The policy's name, and what it named. */
  constructor(policy: string, frame: unknown) {
    super(
      frame === NO_VICTIM
        ? `The policy ${policy} takes no frame (${NO_VICTIM}), but every one may be taken.`
        : `The policy ${policy} takes frame ${frame}, which holds no page.`,
    );
  }
}

/** References as a run needs them: words as in ReferenceTrace, and how many pages they name. */
export interface RunReferences {
  readonly references: Int32Array;
  readonly pageCount: number;
}

/** Runs a trace through a policy with `frames` frames, at least one. */
export function simulate(
  name: PolicyName,
  trace: ReferenceTrace,
  frames: number,
  { seed = 0, nextUses }: SimulateOptions = {},
): PolicyRun {
  const future = nextUses ?? futureFor(name, trace);
  return runReferences(
    name,
    trace,
    frames,
    (frameCount) => POLICIES[name].make({ frameCount, seed, nextUses: future }),
  );
}

/** Runs references through the policy that `make` makes, which is called `name`. */
export function runReferences(
  name: string,
  { references, pageCount }: RunReferences,
  frames: number,
  make: (frameCount: number) => ReplacementPolicy,
): PolicyRun {
  // More frames than pages are never used; so tables need not be larger.
  const frameCount = Math.min(frames, Math.max(1, pageCount));
  const policy = make(frameCount);
  const frameOf = new Int32Array(pageCount).fill(NOWHERE);
  const pageIn = new Int32Array(frameCount).fill(NOWHERE);
  const isChanged = new Uint8Array(frameCount);
  let [held, faults, writes] = [0, 0, 0];
  for (const word of references) {
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
      if (!(pageIn[frame] >= 0)) throw new WrongVictim(name, frame);
      frameOf[pageIn[frame]] = NOWHERE;
      writes += isChanged[frame];
    }
    frameOf[page] = frame;
    pageIn[frame] = page;
    isChanged[frame] = isWrite ? 1 : 0;
    policy.insert(frame, page, isWrite);
  }
  return { policy: name, frames, references: references.length, faults, writes };
}

/** What a policy must know of the future, if anything. */
export function futureFor(name: PolicyName, trace: ReferenceTrace): Int32Array | undefined {
  return POLICIES[name].needsFuture ? nextUsesOf(trace.pageNumbers(), trace.pageCount) : undefined;
}
