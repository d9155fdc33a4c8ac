/** Tests of fork's copy of entries: given(pages of every kind).when(they are shared).then(both entries, frames, digest). */
import { assertEquals, assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import { checkState } from "../check/check_state.ts";
import type { KernelEffect } from "../event/effects.ts";
import { F_EXCLUSIVE, FLAGS, MAPS } from "../memory/frame.ts";
import { isWritable, PTE_DIRTY } from "../memory/pte.ts";
import { givenProcess, type MachineFixture } from "../testing/machine_fixture.ts";

/** Anonymous pages 100 … 109, of which 100 and 101 are present. */
function givenPages(): MachineFixture {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(100, 10);
  given.touchAll([100, 101], "w");
  return given;
}

const at = (page: number, count = 1) => ({ space: 1, page, count });
const share = (protect: boolean): KernelEffect => ({
  kind: "pagesShare",
  ...at(100, 2),
  toSpace: 2,
  protect,
});

function flagsOf(given: MachineFixture, page: number): number {
  return given.state.frameWord(given.frameAt(page), FLAGS);
}

Deno.test("pagesShare copies entries to another space; with protect neither side may write", () => {
  const given = givenPages();
  given.fork();
  given.as(2, () => given.apply({ kind: "pagesUnmap", space: 2, page: 100, count: 10 }));
  given.apply({ kind: "pagesWritable", ...at(100, 2) }, share(true));
  assertEquals([given.residency(100, 3), isWritable(given.space.pte(100))], ["cc.", false]);
  given.as(
    2,
    () => assertEquals([given.residency(100, 3), isWritable(given.space.pte(100))], ["cc.", false]),
  );
  assertEquals(flagsOf(given, 100) & F_EXCLUSIVE, 0);
});

Deno.test("pagesShare lets both entries know of stores that only the frame knew of", () => {
  const given = givenPages();
  given.apply({ kind: "pagesReadOnly", ...at(100, 1), clean: true }, {
    kind: "pagesWritable",
    ...at(100, 1),
  });
  given.apply({ kind: "bytesWrite", frame: given.frameAt(100), offset: 0, bytes: Uint8Array.of(7) });
  const isDirty = () => (given.space.pte(100) & PTE_DIRTY) !== 0;
  assertEquals(isDirty(), false);
  const child = given.fork();
  assertEquals([isDirty(), given.as(child, isDirty)], [true, true]);
});

Deno.test("entries far apart, and parts of a leaf, are shared as they are", () => {
  const given = givenProcess();
  const pages = [3, 17, 100, 5000, 5001, 70_000, 2 ** 30];
  for (const page of pages) given.map(page, 1);
  given.touchAll(pages, "w");
  const before = given.state.checkpoint();
  const child = given.fork();
  const shared = () => pages.map((page) => given.space.pte(page));
  const parents = shared();
  assertEquals(given.as(child, shared), parents);
  assertEquals(parents.some(isWritable), false);
  assertEquals(pages.map((page) => given.state.frameWord(given.frameAt(page), MAPS)), pages.map(() => 2));
  assertEquals(pages.every((page) => isWritable(before.space(1).pte(page))), true);
  checkState(given.state);
  checkState(before);
});

Deno.test("without protection the parent keeps its entry, and the child's does not remember a write", () => {
  const given = givenPages();
  const child = given.fork();
  given.as(child, () => given.apply({ kind: "pagesUnmap", space: 2, page: 100, count: 10 }));
  given.apply({ kind: "pagesWritable", ...at(100, 2) });
  const [pte] = [given.space.pte(100) | PTE_DIRTY];
  given.apply({ ...share(false), page: 100, count: 1 } as KernelEffect);
  assertEquals([given.space.pte(100) | PTE_DIRTY, given.as(child, () => given.space.pte(100))], [
    pte,
    pte & ~PTE_DIRTY,
  ]);
});

Deno.test("entries are not shared over others; what was refused midway leaves nothing to the digest of the next fork", () => {
  const refused: [KernelEffect[], string][] = [
    [[share(true)], "page 100 of space 2 is not absent, and cannot be shared into"],
    [[{ ...share(true), toSpace: 1 } as KernelEffect], "page 100 of space 1 is not absent"],
    [
      [{ kind: "pagesUnmap", space: 2, page: 100, count: 1 }, share(true)],
      "page 101 of space 2 is not absent",
    ],
  ];
  for (const [effects, refusal] of refused) {
    const given = givenPages();
    given.fork();
    assertThrows(() => given.apply(...effects), KernelAssertion, refusal);
    const next = givenPages();
    next.fork();
    checkState(next.state);
  }
});
