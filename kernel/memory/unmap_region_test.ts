/** Tests of removing mappings: given(VMAs).when(a range is made free).then(what is split, unmapped, removed, in which order). */
import { assertEquals } from "@std/assert";
import { EPERM } from "../errno.ts";
import { givenProcess, range } from "../testing/machine_fixture.ts";
import { MAP } from "./mmap_flags.ts";
import { gatherVmas, splitGathered, unmapPages, unmapRegion } from "./unmap_region.ts";

Deno.test("gathering counts what lies in the range, and changes nothing", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.map(110, 10, { rights: "r" });
  const gathered = given.setUp((tx) => gatherVmas(tx, tx.space, 105, 115));
  assertEquals(typeof gathered !== "number" && [gathered.pageCount, gathered.accountedPages], [10, 5]);
  assertEquals(given.vmas(), ["100-110 rw-p", "110-120 r--p"]);
});

Deno.test("what was gathered and is not removed stays, split where the range begins and ends", () => {
  const splits: [startPage: number, endPage: number, vmas: string[]][] = [
    [105, 125, ["100-105 rw-p", "105-110 rw-p", "110-120 r--p", "120-125 rw-p", "125-130 rw-p"]],
    [105, 115, ["100-105 rw-p", "105-110 rw-p", "110-115 r--p", "115-120 r--p", "120-130 rw-p"]],
    [102, 104, ["100-102 rw-p", "102-104 rw-p", "104-110 rw-p", "110-120 r--p", "120-130 rw-p"]],
    [102, 110, ["100-102 rw-p", "102-110 rw-p", "110-120 r--p", "120-130 rw-p"]],
    [100, 112, ["100-110 rw-p", "110-112 r--p", "112-120 r--p", "120-130 rw-p"]],
    [100, 130, ["100-110 rw-p", "110-120 r--p", "120-130 rw-p"]],
  ];
  for (const [startPage, endPage, vmas] of splits) {
    const given = givenProcess();
    given.map(100, 10);
    given.map(110, 10, { rights: "r" });
    given.map(120, 10);
    given.setUp((tx) => {
      const gathered = gatherVmas(tx, tx.space, startPage, endPage);
      if (typeof gathered !== "number") splitGathered(tx, gathered);
    });
    assertEquals([given.vmas(), given.space.totalPages], [vmas, 30]);
  }
});

Deno.test("gathering where nothing is mapped finds nothing and changes nothing", () => {
  const given = givenProcess();
  given.map(100, 10);
  assertEquals(given.effectsOf(() => given.setUp((tx) => gatherVmas(tx, tx.space, 110, 120))), []);
});

Deno.test("pages go before the VMAs, and a range without pages unmaps none", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.map(200, 10, { rights: "r" });
  given.touch(104, "w");
  assertEquals(given.effectsOf(() => given.setUp((tx) => unmapRegion(tx, tx.space, 103, 205))), [
    "pagesUnmap 103+7",
    "vmaPut 205-210 r--p",
    "vmaPut 100-103 rw-p",
    "vmaRemove 200",
  ]);
  assertEquals(given.state.frameMap.usedCount, 1);
});

Deno.test("a sealed VMA stops it before anything is removed; a split at the start stays", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.map(110, 10);
  given.map(120, 10);
  given.call("mseal", range(115, 2));
  assertEquals(given.setUp((tx) => unmapRegion(tx, tx.space, 105, 125)), -EPERM);
  assertEquals(given.vmas(), ["100-105 rw-p", "105-115 rw-p", "115-117 rw-p", "117-130 rw-p"]);
  assertEquals(given.setUp((tx) => unmapRegion(tx, tx.space, 116, 118)), -EPERM);
  assertEquals(given.space.totalPages, 30);
});

Deno.test("guard markers go with the range, and the pages of a file stay in its cache", () => {
  const given = givenProcess();
  const fd = given.openFile();
  given.map(100, 4);
  given.map(104, 4, { fd, flags: MAP.SHARED });
  given.call("madvise", { ...range(100, 2), advice: 102 });
  given.touch(104, "w");
  given.setUp((tx) => unmapRegion(tx, tx.space, 100, 108));
  assertEquals([given.vmas(), given.residency(100, 8)], [[], "........"]);
  assertEquals(given.state.inode(1).cachedPages, 1);
});

Deno.test("unmapPages() says nothing when no page table reaches into the range", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.touch(100, "w");
  assertEquals(given.effectsOf(() => given.setUp((tx) => unmapPages(tx, 1, 128, 300))), []);
  assertEquals(given.effectsOf(() => given.setUp((tx) => unmapPages(tx, 1, 0, 300))), ["pagesUnmap 0+300"]);
});
