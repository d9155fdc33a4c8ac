/** Tests of last-level page tables: given(VMAs in blocks of 512 pages).when(entries and VMAs come and go).then(which blocks have one). */
import { assertEquals, assertThrows } from "@std/assert";
import { TASK_SIZE_PAGES } from "../address.ts";
import { KernelAssertion } from "../assert.ts";
import type { KernelEffect } from "../event/effects.ts";
import { VM } from "../memory/vma_flags.ts";
import { givenProcess, type MachineFixture, prot, range } from "../testing/machine_fixture.ts";
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

Deno.test("no entry comes beyond user space, whichever effect brings it", () => {
  const givenPage = () => {
    const given = givenProcess();
    given.map(100, 1);
    given.touch(100, "w");
    return given;
  };
  const frame = givenPage().frameAt(100);
  const fresh = { frame: 50, anonVma: 1, indexShift: 0 };
  for (const page of [TASK_SIZE_PAGES, 2 ** 35, 2 ** 36 - 17, 2 ** 36 - 5, 2 ** 41 + 5000, 2 ** 53 - 20]) {
    const at = { space: 1, page, count: 1 };
    const effects: KernelEffect[] = [
      { kind: "pagesZero", ...at },
      { kind: "pagesGuard", ...at },
      { kind: "pagesFresh", ...at, ...fresh },
      { kind: "pagesMap", ...at, frame, writable: false, dirty: false },
      { kind: "pageCopy", ...at, ...fresh, source: frame, readOnly: false },
      { kind: "pagesMove", ...at, page: 100, toPage: page },
    ];
    for (const effect of effects) {
      const error = assertThrows(() => givenPage().apply(effect), KernelAssertion);
      assertEquals(
        /^page \d+ of space 1 is beyond user space|^word table: index \d+/.test(error.message),
        true,
      );
    }
  }
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

Deno.test("tables go where a VMA ended before, but not where the rest of it is a VMA of its own", () => {
  const given = givenProcess();
  given.map(512, 5 * 512);
  given.touchAll([512, 1024, 1536, 2048, 2560], "w");
  given.call("mprotect", { ...range(1024, 512), prot: prot("r") });
  assertEquals([given.vmas().length, tables(given)], [3, [1, 2, 3, 4, 5]]);
  given.call("munmap", range(2100, 1024));
  assertEquals([given.vmas().at(-1), tables(given)], ["1536-2100 rw-p", [1, 2, 3, 4]]);
  given.call("munmap", range(1600, 500));
  assertEquals(tables(given), [1, 2, 3]);
  given.call("munmap", range(600, 924));
  assertEquals([given.vmas(), tables(given)], [["512-600 rw-p", "1524-1536 r--p", "1536-1600 rw-p"], [
    1,
    2,
    3,
  ]]);
  given.call("munmap", range(1524, 12));
  assertEquals(tables(given), [1, 3]);
});

Deno.test("the table in a hole of a VMA goes", () => {
  const given = givenProcess();
  given.map(512, 5 * 512);
  given.touchAll([512, 1024, 1536, 2048, 2560], "w");
  given.call("munmap", range(1000, 1200));
  assertEquals(tables(given), [1, 4, 5]);
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
