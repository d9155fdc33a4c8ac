/**
 * What happens in the worker of a person's own policy: the file is loaded, and runs the references with each size.
 */

import type { PolicyMaking, ReplacementPolicy } from "@palimpsest/kernel";
import { type PolicyRun, type RunReferences, runReferences } from "./simulate.ts";

/** To the worker: what to run. */
export interface OwnPolicyTask extends RunReferences {
  /** What the policy is called in the rows. */
  readonly name: string;
  readonly sizes: readonly number[];
  readonly seed: number;
}

/** From the worker: the rows, or why there are none, in a sentence. */
export interface OwnPolicyAnswer {
  readonly runs: readonly PolicyRun[];
  readonly failure?: string;
}

const MEMBERS = ["insert", "reference", "remove", "takeVictim"] as const;

/** Loads a policy and runs it. */
export async function runOwnPolicy(
  { name, references, pageCount, sizes, seed }: OwnPolicyTask,
  load: () => Promise<Readonly<Record<string, unknown>>>,
): Promise<OwnPolicyAnswer> {
  try {
    const { makePolicy } = await load();
    if (typeof makePolicy !== "function") {
      return refuse(
        "This is no policy: it must export a function, `export function makePolicy({ frameCount, seed })`.",
      );
    }
    const make = makePolicy as (making: PolicyMaking) => ReplacementPolicy;
    const runs: PolicyRun[] = [];
    for (const frames of sizes) {
      const made = make({ frameCount: 1, seed });
      const missing = MEMBERS.find((member) => typeof made?.[member] !== "function");
      if (missing !== undefined) return refuse(`What makePolicy() returns has no ${missing}().`);
      const run = runReferences(
        name,
        { references, pageCount },
        frames,
        (frameCount) => make({ frameCount, capacity: frameCount, seed }),
      );
      runs.push(run);
    }
    return { runs };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return refuse(`The policy failed: ${text.split("\n")[0].replace(/\.$/, "")}.`);
  }
}

function refuse(failure: string): OwnPolicyAnswer {
  return { runs: [], failure };
}
