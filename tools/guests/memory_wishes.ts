/**
 * How little memory a person wants a guest to have, and what of it is wanted of the replacement policy.
 *
 *      --frames 64 --swap 256 --watermarks 0 --policy lru --seed 7 --accesses
 *           └──────── MemoryWishes ── machineWith(the guest's own machine) ──▶ the machine it runs on
 *
 *   MW1  Frames are those for user pages and the page cache; the zero page comes on top, page tables take none.
 *   MW2  What may be promised (overcommit) goes by the guest's own machine: a call that succeeds there succeeds with little
 *        memory too, and what is promised beyond memory and swap ends in an OOM kill when it is used.
 *   MW3  Without a wish nothing changes: the machine is the guest's own.
 *   MW4  A memory that was asked for is a laboratory: pages that are touched are recorded, so that the policy knows the order
 *        of references, unless the policy has no use for it.
 */

import {
  type MachineConfig,
  ONLINE_POLICY_NAMES,
  type PolicyName,
  type Watermarks,
} from "@palimpsest/kernel";
import { UserError } from "../command_line/failure.ts";

/** What is wanted; what is left out stays as the guest's machine has it. Plain data, as workers are sent. */
export interface MemoryWishes {
  /** Frames for user pages and the page cache. */
  readonly frames?: number;
  /** Swap slots. */
  readonly swap?: number;
  /** As a person writes them: 0, or min,low,high. */
  readonly watermarks?: string;
  readonly policy?: string;
  /** Where the random numbers of the policy start. */
  readonly seed?: number;
  /** Whether pages that are touched are recorded. */
  readonly accesses?: boolean;
  /** How many pages are swapped in together, as a power of two. */
  readonly pageCluster?: number;
}

/** The most frames and slots that can be asked for: 64 GiB. */
export const MOST_PAGES = 2 ** 24;

/** The largest window of swap-in: a page table's 512 pages. */
export const MOST_CLUSTER = 9;

/** Whether anything is wanted that may change what a guest is told. */
export function wantsOtherMemory(wishes: MemoryWishes = {}): boolean {
  const { frames, swap, watermarks, policy, pageCluster } = wishes;
  return [frames, swap, watermarks, policy, pageCluster].some((wish) => wish !== undefined);
}

/** A guest's machine as it is wanted. @throws {UserError} A wish cannot be fulfilled. */
export function machineWith(config: MachineConfig, wishes: MemoryWishes = {}): MachineConfig {
  const { frames, swap, seed } = wishes;
  const policy = policyOf(wishes, config);
  return {
    ...config,
    ...(frames === undefined ? {} : { frameCount: frames + 1 }),
    ...(swap === undefined ? {} : { swapSlotCount: swap }),
    ...(wishes.watermarks === undefined ? {} : { watermarks: parseWatermarks(wishes.watermarks) }),
    ...(policy === undefined ? {} : { policy }),
    ...(seed === undefined ? {} : { policySeed: seed, randomSeed: seed }),
    ...(wishes.pageCluster === undefined ? {} : { pageCluster: wishes.pageCluster }),
    ...(wishes.accesses ? { recordsAccesses: true } : {}),
  };
}

/** The policy that is named; Linux's own where a small memory is wanted without a name (MW4). */
function policyOf({ frames, policy }: MemoryWishes, own: MachineConfig): PolicyName | undefined {
  if (policy === undefined) return own.policy ?? (frames === undefined ? undefined : "two-list");
  const name = ONLINE_POLICY_NAMES.find((name) => name === policy);
  if (name !== undefined) return name;
  const why = policy === "opt"
    ? "The policy opt must know the future, which a running machine does not; compare it with the command policies"
    : `There is no policy '${policy}'`;
  throw new UserError(`${why}. A machine can have ${ONLINE_POLICY_NAMES.join(", ")}.`);
}

/** Watermarks as a person writes them: one number for all three, or min,low,high. @throws {UserError} They are none. */
export function parseWatermarks(text: string): Watermarks {
  const marks = text.split(",").map((part) => /^\s*\d{1,8}\s*$/.test(part) ? Number(part) : NaN);
  const [min, low = min, high = low] = marks;
  if ((marks.length === 1 || marks.length === 3) && min <= low && low <= high) return { min, low, high };
  throw new UserError(
    `'${text}' in --watermarks is no watermark; write 0 for the bare textbook case, ` +
      "or frames to keep free as min,low,high, such as 4,6,8.",
  );
}
