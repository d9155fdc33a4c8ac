/** Tests of what a change of rights does to pages: given(pages).when(the rights change).then(who may write at once). */
import { assertEquals } from "@std/assert";
import { FS_EXT4 } from "../state/inode.ts";
import { givenProcess, type MachineFixture, prot, range } from "../testing/machine_fixture.ts";
import { MAP, MS } from "./mmap_flags.ts";
import { forEachRun } from "./protect_pages.ts";

function protect(given: MachineFixture, page: number, pageCount: number, rights: string): string[] {
  return given.effectsOf(() => given.call("mprotect", { ...range(page, pageCount), prot: prot(rights) }))
    .filter((text) => !text.startsWith("vma"));
}

Deno.test("pages stay when the rights go, and take a fault only for want of rights", () => {
  const given = givenProcess();
  given.map(100, 4);
  given.touchAll([100, 101], "w");
  assertEquals(protect(given, 100, 4, ""), ["pagesReadOnly 100+4"]);
  assertEquals([given.residency(100, 4), given.touch(100, "r")], ["aa..", "SEGV_ACCERR"]);
});

Deno.test("exclusive anonymous pages are writable at once when the right to write comes back", () => {
  const given = givenProcess();
  given.map(100, 4);
  given.touchAll([100, 101, 103], "w");
  given.touch(102, "r");
  protect(given, 100, 4, "r");
  assertEquals(protect(given, 100, 4, "rw"), ["pagesWritable 100+2", "pagesWritable 103"]);
  assertEquals(given.touchAll([100, 101, 102, 103], "w"), ["", "", "minor", ""]);
});

Deno.test("pages that a child shares stay read-only, to be copied", () => {
  const given = givenProcess();
  given.map(100, 2);
  given.touchAll([100, 101], "w");
  given.fork();
  protect(given, 100, 2, "r");
  assertEquals(protect(given, 100, 2, "rw"), []);
  assertEquals(given.touch(100, "w"), "minor");
});

Deno.test("uncopied pages of a private file mapping stay read-only; copied ones are writable", () => {
  const given = givenProcess();
  given.map(100, 4, { fd: given.openFile() });
  given.touch(100, "r");
  given.touch(101, "w");
  protect(given, 100, 4, "r");
  assertEquals(protect(given, 100, 4, "rw"), ["pagesWritable 101"]);
});

Deno.test("all pages of a shared memory-backed mapping are writable at once", () => {
  const given = givenProcess();
  given.map(100, 4, { flags: MAP.SHARED, rights: "r" });
  given.touchAll([100, 101], "r");
  assertEquals(protect(given, 100, 4, "rw"), ["pagesWritable 100+2"]);
});

Deno.test("of a shared disk mapping only pages written before, and not written back since, are writable", () => {
  const given = givenProcess();
  given.map(100, 4, { flags: MAP.SHARED, fd: given.openFile({ fileSystem: FS_EXT4, pageCount: 4 }) });
  given.touch(100, "r");
  given.touchAll([101, 102], "w");
  given.call("msync", { ...range(102, 1), flags: MS.SYNC });
  protect(given, 100, 4, "r");
  assertEquals(protect(given, 100, 4, "rw"), ["pagesWritable 101"]);
  assertEquals(given.touchAll([100, 101, 102], "w"), ["minor", "", "minor"]);
});

Deno.test("where no page table reaches, nothing is said", () => {
  const given = givenProcess();
  given.map(100, 4);
  assertEquals(protect(given, 100, 4, "r"), []);
});

Deno.test("forEachRun() gives the longest runs, over page tables and holes, before anything changes", () => {
  const given = givenProcess();
  given.map(20, 80);
  given.touchAll([30, 31, 32, 33, 40, 70], "w");
  const runs: number[][] = [];
  const wanted = (pte: number, page: number) => pte !== 0 && page !== 40;
  forEachRun(given.space, 31, 100, wanted, (page, count) => runs.push([page, count]));
  assertEquals(runs, [[31, 3], [70, 1]]);
  forEachRun(given.space, 20, 100, () => false, () => runs.push([]));
  assertEquals(runs.length, 2);
});
