/** Tests of last-level page tables: given(VMAs in blocks of 512 pages).when(entries and VMAs come and go).then(which blocks have one). */
import { assertEquals } from "@std/assert";
import { VM } from "../memory/vma_flags.ts";
import { givenProcess, type MachineFixture, range } from "../testing/machine_fixture.ts";
import { checkUndo } from "../testing/undo.ts";

function tables(given: MachineFixture): number[] {
  return [...given.space.tables.numbers()];
}

Deno.test("a block gets its table with the first entry, and keeps it when the entries go", () => {
  const given = givenProcess();
  given.map(512, 1024);
  given.touch(600, "r");
  given.call("madvise", { ...range(512, 1024), advice: 4 });
  assertEquals([tables(given), given.residency(600, 1)], [[1], "."]);
});

Deno.test("entries that move bring a table along", () => {
  const given = givenProcess();
  given.map(512, 1024);
  given.touch(512, "r");
  given.apply({ kind: "pagesMove", space: 1, page: 512, toPage: 1024, count: 1 });
  assertEquals([tables(given), given.residency(1024, 1)], [[1, 2], "z"]);
});

Deno.test("a table goes when no VMA lies in its block any more", () => {
  const given = givenProcess();
  given.map(512, 1024);
  given.touchAll([512, 1023, 1024], "w");
  given.call("munmap", range(512, 511));
  assertEquals(tables(given), [1, 2]);
  given.call("munmap", range(1023, 1));
  assertEquals(tables(given), [2]);
  given.call("munmap", range(1024, 512));
  assertEquals(tables(given), []);
});

Deno.test("special mappings have their tables from the start", () => {
  const given = givenProcess();
  const special = {
    flags: VM.READ | VM.PFNMAP,
    file: 0,
    inode: 0,
    pageOffset: 600,
    anonVma: 0,
    anonChain: [],
    name: "",
  };
  checkUndo(given, [{ kind: "vmaPut", space: 1, startPage: 600, endPage: 1100, ...special }], [
    { kind: "vmaRemove", space: 1, startPage: 600 },
  ]);
  given.apply({ kind: "vmaPut", space: 1, startPage: 600, endPage: 1100, ...special });
  assertEquals(tables(given), [1, 2]);
});

Deno.test("a child has tables where entries were copied", () => {
  const given = givenProcess();
  given.map(512, 1024);
  given.touch(512, "w");
  given.touch(1024, "r");
  given.pid = given.fork();
  assertEquals(tables(given), [1, 2]);
});
