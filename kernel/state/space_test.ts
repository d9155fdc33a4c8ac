/** Tests of address spaces as they are read. */
import { assertEquals } from "@std/assert";
import { givenProcess, range } from "../testing/machine_fixture.ts";
import { ownSpace } from "../reduce/own.ts";

Deno.test("the VMA at a page, and from a page on", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.map(120, 10, { rights: "r" });
  const { space } = given;
  const starts = (find: (page: number) => { startPage: number } | undefined) =>
    [99, 100, 109, 110, 125, 130].map((page) => find(page)?.startPage);
  assertEquals(starts((page) => space.vmaAt(page)), [undefined, 100, 100, undefined, 120, undefined]);
  assertEquals(starts((page) => space.vmaFrom(page)), [100, 100, 100, 120, 120, undefined]);
  assertEquals(space.vmaCount, 2);
});

Deno.test("an entry that nobody made is absent", () => {
  const given = givenProcess();
  assertEquals([given.space.pte(0), given.space.pte(2 ** 35)], [0, 0]);
});

Deno.test("a copy shares everything, and goes its own way from the first change on", () => {
  const given = givenProcess();
  given.map(100, 1);
  const before = given.state.checkpoint();
  ownSpace(given.state, 1).endBreak = 5;
  given.state.space(1).users++;
  assertEquals([before.space(1).users, given.state.space(1).users], [1, 2]);
  assertEquals([before.space(1).vmaCount, given.space.vmaCount], [1, 1]);
});

Deno.test("a VMA that was found stays found until the VMAs change, in the space and in its copies", () => {
  const given = givenProcess();
  given.map(100, 4);
  const before = given.state.checkpoint();
  assertEquals([given.vmaAt(101).endPage, before.space(1).vmaAt(101)?.endPage], [104, 104]);
  given.call("munmap", range(102, 2));
  assertEquals([given.vmaAt(101).endPage, given.space.vmaAt(103)], [102, undefined]);
  assertEquals(before.space(1).vmaAt(103)?.endPage, 104);
  given.call("munmap", range(100, 2));
  assertEquals([given.space.vmaAt(101), before.space(1).vmaAt(101)?.endPage], [undefined, 104]);
});
