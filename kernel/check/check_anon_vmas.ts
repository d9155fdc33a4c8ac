/**
 * The checker of anon_vmas: AV1 … AV4 (state/anon_vma.ts).
 */

import { assertThat } from "../assert.ts";
import type { Vma } from "../memory/vma.ts";
import type { State } from "../state/state.ts";
import { checkSameVmas, vmasWhere } from "./vma_lists.ts";

/** Throws a KernelAssertion unless every anon_vma agrees with the VMAs and the other anon_vmas. */
export function checkAnonVmas(state: State): void {
  const linked = new Map<number, Vma[]>();
  const active = new Map<number, number>();
  for (const vma of vmasWhere(state, ({ anonChain }) => anonChain.length > 0)) {
    for (const id of vma.anonChain) linked.set(id, [...linked.get(id) ?? [], vma]);
    active.set(vma.anonVma, (active.get(vma.anonVma) ?? 0) + 1);
  }
  const children = new Map<number, number>();
  for (const [, { parent }] of state.anonVmas.entries()) {
    children.set(parent, (children.get(parent) ?? 0) + 1);
  }
  for (const [id, anonVma] of state.anonVmas.entries()) {
    anonVma.vmas.check();
    assertThat(anonVma.vmas.size > 0, () => `AV4: anon_vma ${id} has no VMA`);
    checkSameVmas(`AV1: VMAs of anon_vma ${id}`, anonVma.vmas.items(), linked.get(id) ?? []);
    const activeVmas = active.get(id) ?? 0;
    assertThat(
      anonVma.activeVmas === activeVmas,
      () => `AV2: anon_vma ${id} counts ${anonVma.activeVmas} active VMAs, there are ${activeVmas}`,
    );
    const childCount = (children.get(id) ?? 0) + (anonVma.parent === 0 ? 1 : 0);
    assertThat(
      anonVma.children === childCount,
      () => `AV3: anon_vma ${id} counts ${anonVma.children} children, there are ${childCount}`,
    );
  }
}
