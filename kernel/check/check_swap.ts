/**
 * The checker of swap: SW1 … SW3 (reduce/swap.ts).
 */

import { assertThat } from "../assert.ts";
import { F_SLOT_KEPT, F_SWAP_CACHE, FLAGS, MAPS } from "../memory/frame.ts";
import type { State } from "../state/state.ts";
import { type Census, takeCensus } from "./census.ts";

/** Throws a KernelAssertion unless the swap slots agree with the entries and the frames that name them. */
export function checkSwap(state: State, census: Census = takeCensus(state)): void {
  let keptCount = 0;
  for (const [slot, { references, frame, content }] of state.slots.entries()) {
    const counted = census.slotCounts.get(slot) ?? 0;
    assertThat(
      references === counted,
      () => `SW1: slot ${slot} counts ${references} references, ${counted} name it`,
    );
    assertThat(state.slotMap.isUsed(slot), () => `FM2: slot ${slot} is in use, and free in the slot map`);
    assertThat(references > 0 || frame >= 0, () => `SW1: slot ${slot} is kept, and nothing names it`);
    if (references === 0 && (state.frameWord(frame, FLAGS) & F_SWAP_CACHE) === 0) keptCount++;
    if (frame < 0) continue;
    const flags = state.frameWord(frame, FLAGS);
    const isKept = references === 0 && state.frameWord(frame, MAPS) > 0 && (flags & F_SLOT_KEPT) !== 0;
    const isCached = (flags & F_SWAP_CACHE) !== 0 || isKept;
    const named = state.frameSlot(frame);
    assertThat(
      isCached && named === slot,
      () => `SW2: slot ${slot} has frame ${frame} in the swap cache, which has slot ${named}`,
    );
    assertThat(content !== undefined, () => `slot ${slot} has no content`);
  }
  assertThat(
    keptCount === state.keptSlotCount,
    () => `SW3: ${keptCount} slots are kept, ${state.keptSlotCount} are counted`,
  );
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
