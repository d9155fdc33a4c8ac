/**
 * The checker of swap: SW1, SW2 (reduce/swap.ts).
 */

import { assertThat } from "../assert.ts";
import { F_SWAP_CACHE, FLAGS, SLOT } from "../memory/frame.ts";
import type { State } from "../state/state.ts";
import { type Census, takeCensus } from "./census.ts";

/** Throws a KernelAssertion unless the swap slots agree with the entries and the frames that name them. */
export function checkSwap(state: State, census: Census = takeCensus(state)): void {
  for (const [slot, { references, frame, content }] of state.slots.entries()) {
    const counted = census.slotCounts.get(slot) ?? 0;
    assertThat(
      references === counted,
      () => `SW1: slot ${slot} counts ${references} references, ${counted} name it`,
    );
    assertThat(state.slotMap.isUsed(slot), () => `FM2: slot ${slot} is in use, and free in the slot map`);
    assertThat(references > 0 || frame >= 0, () => `SW1: slot ${slot} is kept, and nothing names it`);
    if (frame < 0) continue;
    const isCached = (state.frameWord(frame, FLAGS) & F_SWAP_CACHE) !== 0;
    const named = state.frameWord(frame, SLOT) - 1;
    assertThat(
      isCached && named === slot,
      () => `SW2: slot ${slot} has frame ${frame} in the swap cache, which has slot ${named}`,
    );
    assertThat(content !== undefined, () => `slot ${slot} has no content`);
  }
  const { slotMap } = state;
  const isCounted = slotMap.usedCount === state.slots.size;
  assertThat(
    isCounted,
    () => `FM2: ${state.slots.size} slots are in use, the slot map counts ${slotMap.usedCount}`,
  );
  for (const slot of census.slotCounts.keys()) {
    assertThat(state.slots.get(slot) !== undefined, () => `SW1: slot ${slot} is named, and free`);
  }
}
