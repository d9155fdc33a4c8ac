/**
 * The replacement policies, by the names that people give them. A new policy is one file in policies/ and one line here.
 */

import { Aging } from "./policies/aging.ts";
import { AdaptiveReplacementCache } from "./policies/arc.ts";
import { Clock } from "./policies/clock.ts";
import { Fifo } from "./policies/fifo.ts";
import { LeastFrequentlyUsed } from "./policies/lfu.ts";
import { LeastRecentlyUsed } from "./policies/lru.ts";
import { NotRecentlyUsed } from "./policies/nru.ts";
import { Optimal } from "./policies/opt.ts";
import { RandomReplacement } from "./policies/random.ts";
import { TwoList } from "./policies/two_list.ts";
import { TwoQueue } from "./policies/two_queue.ts";
import type { PolicyMaking, ReplacementPolicy } from "./policy.ts";

/** A policy, as the table keeps it. */
export interface PolicyKind {
  /** What it does, as the end of a line: "the page that came first goes". */
  readonly summary: string;
  /** Whether it decides by what was referenced since; without, being told of insertions is enough. */
  readonly needsReferences: boolean;
  /** Whether it must know the future (PolicyMaking.nextUses): over traces only. */
  readonly needsFuture: boolean;
  /** Makes one that holds nothing yet. */
  make(making: PolicyMaking): ReplacementPolicy;
}

function kind(
  summary: string,
  make: (making: PolicyMaking) => ReplacementPolicy,
  { needsReferences = true, needsFuture = false } = {},
): PolicyKind {
  return { summary, needsReferences, needsFuture, make };
}

/** All policies, by name. */
export const POLICIES = {
  fifo: kind("the page that came first goes", (making) => new Fifo(making), { needsReferences: false }),
  random: kind("any page goes", (making) => new RandomReplacement(making), { needsReferences: false }),
  clock: kind("fifo that spares a page used since the hand passed it", (making) => new Clock(making)),
  nru: kind("a page not used lately goes, unchanged ones first", (making) => new NotRecentlyUsed(making)),
  aging: kind("the page used in the fewest, oldest rounds goes", (making) => new Aging(making)),
  lru: kind("the page used longest ago goes", (making) => new LeastRecentlyUsed(making)),
  lfu: kind("the page used least often goes", (making) => new LeastFrequentlyUsed(making)),
  "two-list": kind("Linux's active and inactive list", (making) => new TwoList(making)),
  "2q": kind("a page must come back to be worth keeping", (making) => new TwoQueue(making)),
  arc: kind("learns what used once and used again deserve", (making) => new AdaptiveReplacementCache(making)),
  opt: kind("the page needed furthest in the future goes", (making) => new Optimal(making), {
    needsFuture: true,
  }),
} as const satisfies Record<string, PolicyKind>;

/** The name of a policy. */
export type PolicyName = keyof typeof POLICIES;

/** All names, in the order of the table. */
export const POLICY_NAMES = Object.keys(POLICIES) as readonly PolicyName[];

/** The names of the policies that a running machine can have: all that need not know the future. */
export const ONLINE_POLICY_NAMES: readonly PolicyName[] = POLICY_NAMES.filter((name) =>
  !POLICIES[name].needsFuture
);

/** Whether there is a policy of this name. */
export function isPolicyName(name: string): name is PolicyName {
  return Object.hasOwn(POLICIES, name);
}
