/**
 * What a machine is: its configuration, and the defaults of what is left out. The boot event holds it expanded, so that a
 * log says what machine it ran on even when defaults change.
 */

import { assertThat } from "./assert.ts";
import { isPolicyName, ONLINE_POLICY_NAMES, POLICIES, type PolicyName } from "./reclaim/policies.ts";
import { usualWatermarks, type Watermarks } from "./reclaim/watermarks.ts";

/** What a machine is. */
export interface MachineConfig {
  /** Page frames of physical memory, the zero page included. */
  readonly frameCount: number;
  /** Pages of RAM as the overcommit heuristic sees them (totalram_pages). */
  readonly ramPages: number;
  /** Slots of swap space. */
  readonly swapSlotCount: number;
  /** What user code stores is not seen: pages that it may write have unknown bytes (a recording). Default: false. */
  readonly storesAreUnseen?: boolean;
  /** The replacement policy. Default: two-list, which is Linux's. */
  readonly policy?: PolicyName;
  /** Where the random numbers of the policy start. Default: 0. */
  readonly policySeed?: number;
  /** Where the bytes of /dev/random start. Default: 0. */
  readonly randomSeed?: number;
  /** Frames kept free. Default: what Linux sets for a machine of this size (reclaim/watermarks.ts). */
  readonly watermarks?: Watermarks;
  /**
   * Whether touches of pages that do not fault become access events. Default: when a policy is named that needs to know
   * the order of references. Without them, policies know of faults only.
   */
  readonly recordsAccesses?: boolean;
  /** How many pages a fault swaps in at most, as a power of two (vm.page-cluster). Default: 0, the page alone; Linux's is 3. */
  readonly pageCluster?: number;
}

/** A configuration with its defaults. Throws when it names a policy that cannot run a machine. */
export function expandConfig(config: MachineConfig): Required<MachineConfig> {
  const { policy = "two-list" } = config;
  assertThat(
    isPolicyName(policy) && ONLINE_POLICY_NAMES.includes(policy),
    () => `a machine cannot run with policy ${policy}; it can with ${ONLINE_POLICY_NAMES.join(", ")}`,
  );
  const watermarks = config.watermarks ?? usualWatermarks(config.frameCount);
  const { min, low, high } = watermarks;
  assertThat(0 <= min && min <= low && low <= high, () => `watermarks ${min}, ${low}, ${high} do not ascend`);
  return {
    ...config,
    storesAreUnseen: config.storesAreUnseen ?? false,
    policy,
    policySeed: config.policySeed ?? 0,
    randomSeed: config.randomSeed ?? 0,
    watermarks,
    recordsAccesses: config.recordsAccesses ??
      (config.policy !== undefined && POLICIES[policy].needsReferences),
    pageCluster: config.pageCluster ?? 0,
  };
}
