/** Tests of setting and clearing lock bits over a range. */
import { assertEquals } from "@std/assert";
import { addressOf, pageRange } from "../address.ts";
import { EINVAL, ENOMEM } from "../errno.ts";
import { VM } from "../memory/vma_flags.ts";
import { givenProcess, type MachineFixture } from "../testing/machine_fixture.ts";
import { lockRange, spannedPages } from "./lock_range.ts";

function lock(given: MachineFixture, startPage: number, endPage: number, bits: number = VM.LOCKED): number {
  const range = { startPage, endPage, lengthWraps: false, endWraps: false };
  return given.setUp((tx) => lockRange(tx, range, bits));
}

Deno.test("the pages of a range are those that it touches", () => {
  const pages = (address: number, lengthBytes: number) => {
    const { startPage, endPage } = spannedPages(address, lengthBytes);
    return [startPage, endPage];
  };
  assertEquals(pages(addressOf(100), 4096), [100, 101]);
  assertEquals(pages(addressOf(100) + 1, 4096), [100, 102]);
  assertEquals(pages(addressOf(100) + 4095, 1), [100, 101]);
  assertEquals(pages(addressOf(100), 0), [100, 100]);
  assertEquals(spannedPages(addressOf(100), -1).lengthWraps, true);
  assertEquals(spannedPages(-8192, 8192).endWraps, true);
});

Deno.test("a range that wraps is EINVAL; an empty one, or one whose length wraps, is nothing", () => {
  const given = givenProcess();
  given.setUp((tx) => {
    assertEquals(lockRange(tx, pageRange(-4096, 4096), VM.LOCKED), -EINVAL);
    assertEquals(lockRange(tx, pageRange(0, -1), VM.LOCKED), 0);
    assertEquals(lockRange(tx, pageRange(0, 0), VM.LOCKED), 0);
  });
});

Deno.test("VMAs that have the bits stay as they are, over any number of VMAs", () => {
  const given = givenProcess();
  given.map(100, 4);
  given.map(104, 4, { rights: "r" });
  assertEquals([lock(given, 100, 108), given.effectsOf(() => lock(given, 101, 107))], [0, []]);
});

Deno.test("a hole is ENOMEM, with what lies before it changed", () => {
  const given = givenProcess();
  given.map(100, 4);
  assertEquals([lock(given, 98, 102), lock(given, 102, 110)], [-ENOMEM, -ENOMEM]);
  assertEquals(given.vmas(), ["100-102 rw-p", "102-104 rw-p"]);
});

Deno.test("special and droppable mappings are passed over", () => {
  const given = givenProcess();
  given.map(100, 4);
  for (const flag of [VM.PFNMAP, VM.DROPPABLE]) {
    given.setUp((tx) => tx.emit({ kind: "vmaPut", ...given.vmaAt(100), flags: VM.READ | flag }));
    assertEquals(given.effectsOf(() => assertEquals(lock(given, 100, 104), 0)), []);
  }
});
