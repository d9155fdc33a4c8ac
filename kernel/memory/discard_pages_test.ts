/** Tests of discarding on advice: given(pages).when(MADV_DONTNEED or MADV_FREE).then(which are gone, what the rest reads). */
import { assertEquals } from "@std/assert";
import { givenProcess, type MachineFixture, range } from "../testing/machine_fixture.ts";
import { discardPages, freePagesLazily } from "./discard_pages.ts";
import { F_DIRTY, F_LAZY_FREE, FLAGS } from "./frame.ts";
import { MADV, MAP } from "./mmap_flags.ts";
import { PTE_DIRTY } from "./pte.ts";

function discard(given: MachineFixture, startPage: number, endPage: number): string[] {
  return given.effectsOf(() =>
    given.setUp((tx) => discardPages(tx, given.vmaAt(startPage), startPage, endPage))
  );
}

function freeLazily(given: MachineFixture, startPage: number, endPage: number): string[] {
  return given.effectsOf(() =>
    given.setUp((tx) => freePagesLazily(tx, given.vmaAt(startPage), startPage, endPage))
  );
}

/** Whether each page is one that reclaim may drop. */
function lazyPages(given: MachineFixture, ...pages: number[]): boolean[] {
  return pages.map((page) =>
    (given.state.frameWord(given.frameAt(page), FLAGS) & (F_LAZY_FREE | F_DIRTY)) === F_LAZY_FREE
  );
}

Deno.test("discarded pages are absent, zero pages too; guard markers stay", () => {
  const given = givenProcess();
  given.map(100, 6);
  given.touchAll([100, 101], "w");
  given.touch(102, "r");
  given.call("madvise", { ...range(103, 1), advice: MADV.GUARD_INSTALL });
  assertEquals(discard(given, 100, 106), ["pagesUnmap 100+3"]);
  assertEquals([given.residency(100, 6), given.touch(100, "r")], ["...g..", "minor"]);
});

Deno.test("discarding copied pages of a private file brings the file's pages back", () => {
  const given = givenProcess();
  given.map(100, 2, { fd: given.openFile() });
  given.touch(100, "w");
  assertEquals(given.residency(100, 2), "a.");
  discard(given, 100, 102);
  given.touch(100, "r");
  assertEquals(given.residency(100, 2), "f.");
});

Deno.test("discarding swapped-out pages frees their slots", () => {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(100, 2);
  given.touchAll([100, 101], "w");
  given.call("madvise", { ...range(100, 2), advice: MADV.PAGEOUT });
  assertEquals([given.residency(100, 2), given.state.slots.size], ["ss", 2]);
  discard(given, 100, 102);
  assertEquals([given.residency(100, 2), given.state.slots.size, given.state.frameMap.usedCount], [
    "..",
    0,
    1,
  ]);
});

Deno.test("lazily freed pages stay until they are dropped or written", () => {
  const given = givenProcess();
  given.map(100, 3);
  given.touchAll([100, 101], "w");
  given.touch(102, "r");
  assertEquals(freeLazily(given, 100, 103), ["framesMark", "framesMark"]);
  assertEquals([given.residency(100, 3), lazyPages(given, 100, 101)], ["aaz", [true, true]]);
});

Deno.test("of a page that a child maps too only the parent's entry forgets that it was written", () => {
  const given = givenProcess();
  given.map(100, 1);
  given.touch(100, "w");
  const child = given.fork();
  assertEquals(freeLazily(given, 100, 101), ["framesMark", "pagesReadOnly 100 clean"]);
  assertEquals(lazyPages(given, 100), [false]);
  const isWritten = () => (given.space.pte(100) & PTE_DIRTY) !== 0;
  assertEquals([isWritten(), given.as(child, isWritten)], [false, true]);
});

Deno.test("swapped-out pages are freed at once; one that a child's entry keeps in the swap cache stays as it is", () => {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(100, 2);
  given.touchAll([100, 101], "w");
  given.call("madvise", { ...range(100, 2), advice: MADV.PAGEOUT });
  given.fork();
  given.touch(101, "r");
  assertEquals(freeLazily(given, 100, 102), ["pagesUnmap 100"]);
  assertEquals([given.residency(100, 2), given.state.slots.size], [".a", 2]);
});

Deno.test("a page that kept its slot gives it up to be freed lazily, unless a child maps it too", () => {
  const given = givenProcess({ swapSlotCount: 8 });
  given.map(100, 2);
  given.storeAll([100, 101]);
  given.call("madvise", { ...range(100, 2), advice: MADV.PAGEOUT });
  given.touchAll([100, 101], "r");
  const child = given.fork();
  given.as(child, () => given.call("munmap", range(100, 1)));
  assertEquals(freeLazily(given, 100, 102), ["swapCacheRemove", "framesMark", "framesMark"]);
  assertEquals([lazyPages(given, 100, 101), given.state.slots.size], [[true, false], 1]);
});

Deno.test("pages of files are not freed lazily", () => {
  const given = givenProcess();
  given.map(100, 1, { flags: MAP.SHARED });
  given.touch(100, "w");
  assertEquals(freeLazily(given, 100, 101), []);
});
