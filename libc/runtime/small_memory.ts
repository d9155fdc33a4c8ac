/**
 * Machines with little memory, for programs that show what happens then.
 */

import type { MachineConfig, PolicyName } from "@palimpsest/kernel";

/** How much memory a machine has. */
export interface SmallMemory {
  /** Frames for user pages and the page cache. */
  readonly frames: number;
  /** Swap slots. */
  readonly swap: number;
  /** Which page goes; lru when left out, so that what a program shows can be worked out by hand. */
  readonly policy?: PolicyName;
}

/**
 * What such a machine differs in from the usual one: no frame is kept free, so that exactly `frames` can be used. What may
 * be promised (overcommit) is as usual.
 */
export function smallMemory({ frames, swap, policy = "lru" }: SmallMemory): Partial<MachineConfig> {
  return {
    frameCount: frames + 1,
    swapSlotCount: swap,
    policy,
    watermarks: { min: 0, low: 0, high: 0 },
  };
}
