/** Tests of growing stacks: given(a growing VMA).when(a page below it is touched).then(it reaches there, or not). */
import { assertEquals } from "@std/assert";
import { LOWEST_CHOSEN_PAGE, STACK_GUARD_GAP_PAGES } from "../limits.ts";
import { givenProcess, type MachineFixture, prot, range } from "../testing/machine_fixture.ts";
import { MAP } from "./mmap_flags.ts";
import { growDown } from "./stack_growth.ts";

const STACK = { flags: MAP.PRIVATE | MAP.GROWSDOWN };

/** A process with a growing VMA of 10 pages at page 5000. */
function givenStack(): MachineFixture {
  const given = givenProcess();
  given.map(5000, 10, STACK);
  return given;
}

Deno.test("a touch below a growing VMA grows it down to the page, however far", () => {
  const given = givenStack();
  assertEquals(given.effectsOf(() => given.touch(4000, "w")), [
    "anonVmaNew",
    "vmaPut 5000-5010 rw-p",
    "vmaPut 4000-5010 rw-p",
    "vmaRemove 5000",
    "pagesFresh 4000",
  ]);
  assertEquals([given.vmaAt(4000).pageOffset, given.residency(4000, 2)], [4000, "a."]);
});

Deno.test("other VMAs do not grow", () => {
  const given = givenProcess();
  given.map(5000, 10);
  assertEquals(given.touch(4999, "w"), "SEGV_MAPERR");
});

Deno.test("a growing VMA keeps 256 pages away from an accessible VMA below", () => {
  const given = givenStack();
  given.map(4000, 10, { rights: "r" });
  const lowest = 4010 + STACK_GUARD_GAP_PAGES;
  assertEquals([given.touch(lowest - 1, "w"), given.touch(lowest, "w")], ["SEGV_MAPERR", "minor"]);
});

Deno.test("memory without rights and other growing VMAs below are no reason to keep away", () => {
  for (const below of [{ rights: "" }, STACK]) {
    const given = givenStack();
    given.map(4000, 10, below);
    assertEquals(given.touch(4010, "w"), "minor");
  }
});

Deno.test("a stack grows no lower than 64 KiB", () => {
  const given = givenProcess();
  given.map(100, 10, STACK);
  assertEquals([given.touch(LOWEST_CHOSEN_PAGE - 1, "w"), given.touch(LOWEST_CHOSEN_PAGE, "w")], [
    "SEGV_MAPERR",
    "minor",
  ]);
});

const REFUSALS = [
  { limit: "STACK", pages: 20 },
  { limit: "AS", pages: 20 },
] as const;

for (const { limit, pages } of REFUSALS) {
  Deno.test(`RLIMIT_${limit} ends the growth`, () => {
    const given = givenStack();
    given.limit(limit, pages * 4096);
    assertEquals([given.touch(5010 - pages - 1, "w"), given.touch(5010 - pages, "w")], [
      "SEGV_MAPERR",
      "minor",
    ]);
  });
}

Deno.test("a locked stack grows within RLIMIT_MEMLOCK, and is not populated", () => {
  const given = givenStack();
  given.limit("MEMLOCK", 20 * 4096);
  given.call("mlock", range(5000, 10));
  assertEquals([given.touch(4989, "w"), given.touch(4990, "w")], ["SEGV_MAPERR", "minor"]);
  assertEquals(given.residency(4990, 3), "a..");
});

Deno.test("the overcommit heuristic counts the growth alone", () => {
  const given = givenProcess({ ramPages: 50 });
  given.map(5000, 50, STACK);
  given.setUp((tx) => {
    assertEquals(growDown(tx, given.vmaAt(5000), 4949), undefined);
    assertEquals(growDown(tx, given.vmaAt(5000), 4950)?.startPage, 4950);
  });
});

Deno.test("a VMA cannot grow past the start of its pages' indexes", () => {
  const given = givenProcess();
  given.map(5000, 10, STACK);
  given.setUp((tx) => {
    const moved = { ...given.vmaAt(5000), pageOffset: 3 };
    assertEquals(growDown(tx, moved, 4996), undefined);
    assertEquals(growDown(tx, { ...given.vmaAt(5000), pageOffset: 3 }, 4997)?.startPage, 4997);
  });
});

Deno.test("growDown() returns the VMA as it stands then", () => {
  const given = givenStack();
  const grown = given.setUp((tx) => growDown(tx, given.vmaAt(5000), 4995));
  assertEquals([grown?.startPage, grown?.endPage, given.vmaAt(4995)], [4995, 5010, given.vmaAt(5009)]);
});

Deno.test("rights are checked after the growth: the VMA has grown all the same", () => {
  const given = givenStack();
  given.call("mprotect", { ...range(5000, 10), prot: prot("r") });
  assertEquals([given.touch(4999, "w"), given.vmas()], ["SEGV_ACCERR", ["4999-5010 r--p"]]);
});

Deno.test("a growth that only a limit stops leaves the VMA with an anon_vma, so that it keeps its accounting", () => {
  const given = givenProcess({ ramPages: 50 });
  given.map(5000, 50, STACK);
  assertEquals(given.touch(4900, "w"), "SEGV_MAPERR");
  assertEquals(given.vmaAt(5000).anonVma !== 0, true);
});
