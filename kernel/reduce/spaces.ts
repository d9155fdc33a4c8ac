/**
 * Address spaces: reducers. A space keeps the hash of its digest record as it stands in the sum.
 *
 *      places of the record:   0 one   1 topPage   2 startBreak   3 endBreak   4 startData   5 endData   6 lockedLeftPages
 */

import { assertThat } from "../assert.ts";
import type { KernelEffectOf } from "../event/effects.ts";
import type { RecordHasher } from "../state/digest.ts";
import { RECORD } from "../state/record_kind.ts";
import { Space } from "../state/space.ts";
import type { State } from "../state/state.ts";
import { ownSpace } from "./own.ts";

/** Hashes the record of a space. */
export function hashSpace(hasher: RecordHasher, space: Space): void {
  const { topPage, startBreak, startData, endData } = space.layout;
  hasher.put(0, 1);
  hasher.put(1, topPage);
  hasher.put(2, startBreak);
  hasher.put(3, space.endBreak);
  hasher.put(4, startData);
  hasher.put(5, endData);
  hasher.put(6, space.lockedLeftPages);
  hasher.hashPlaces(RECORD.space, space.id, 0, 7);
}

/** The record of a space stands in the digest as the space is now. */
function restateSpace({ hasher, digest }: State, space: Space): void {
  digest.subtract(space.hashLo, space.hashHi);
  hashSpace(hasher, space);
  space.hashLo = hasher.lo;
  space.hashHi = hasher.hi;
  digest.add(space.hashLo, space.hashHi);
}

/** spaceNew: an empty address space. */
export function spaceNew(state: State, effect: KernelEffectOf<"spaceNew">): void {
  const { space: id, topPage, startBreak, endBreak, startData, endData } = effect;
  const layout = { topPage, startBreak, endBreak, startData, endData };
  const space = new Space(state.epoch, id, layout, state.takeSpareSpace());
  state.spaces.set(state.epoch, id, space);
  state.counters.space = Math.max(state.counters.space, id);
  restateSpace(state, space);
}

/** spaceBreak: the program break moves. */
export function spaceBreak(state: State, effect: KernelEffectOf<"spaceBreak">): void {
  const space = ownSpace(state, effect.space);
  space.endBreak = effect.endBreak;
  restateSpace(state, space);
}

/** spaceRemove: an empty address space that nobody uses goes. */
export function spaceRemove(state: State, effect: KernelEffectOf<"spaceRemove">): void {
  const space = state.space(effect.space);
  assertThat(space.users === 0, () => `space ${space.id} is removed with ${space.users} users`);
  assertThat(space.vmaCount === 0, () => `space ${space.id} is removed with ${space.vmaCount} VMAs`);
  const { leafCount } = space.pages;
  assertThat(leafCount === 0, () => `space ${space.id} is removed with ${leafCount} leaves of page tables`);
  state.digest.subtract(space.hashLo, space.hashHi);
  state.spaces.remove(state.epoch, space.id);
  if (space.recycle(state.epoch)) state.spareSpace = space;
}

/** spaceLockedLeft: pages stay counted as locked. */
export function spaceLockedLeft(state: State, effect: KernelEffectOf<"spaceLockedLeft">): void {
  const space = ownSpace(state, effect.space);
  space.lockedPages += effect.pages;
  space.lockedLeftPages += effect.pages;
  restateSpace(state, space);
}
