/**
 * Lists of VMAs, for the checkers of reverse maps.
 */

import { assertThat } from "../assert.ts";
import type { Vma } from "../memory/vma.ts";
import type { State } from "../state/state.ts";

/** The VMAs of all spaces that a condition holds for. */
export function vmasWhere(state: State, holds: (vma: Vma) => boolean): Vma[] {
  const found: Vma[] = [];
  for (const [, space] of state.spaces.entries()) {
    for (const vma of space.vmas.items()) if (holds(vma)) found.push(vma);
  }
  return found;
}

/** Throws unless two lists hold the very same VMAs, in any order. */
export function checkSameVmas(what: string, actual: Iterable<Vma>, expected: readonly Vma[]): void {
  const left = new Set(expected);
  for (const vma of actual) {
    assertThat(left.delete(vma), () => `${what}: ${describe(vma)} is there and should not be`);
  }
  for (const vma of left) assertThat(false, () => `${what}: ${describe(vma)} is missing`);
}

function describe({ space, startPage, endPage }: Vma): string {
  return `VMA ${startPage}-${endPage} of space ${space}`;
}
