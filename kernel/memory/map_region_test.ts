/** Tests of making mappings: given(what is in the way, limits).when(a region is mapped).then(VMA, or errno and what is left). */
import { assertEquals } from "@std/assert";
import { ENOMEM, EPERM } from "../errno.ts";
import { givenProcess, type MachineFixture, range } from "../testing/machine_fixture.ts";
import { mapRegion, type Region } from "./map_region.ts";
import { VM } from "./vma_flags.ts";

const DATA = VM.READ | VM.WRITE | VM.MAYREAD | VM.MAYWRITE | VM.MAYEXEC;

function region(given: MachineFixture, startPage: number, pageCount: number, wish: Partial<Region> = {}) {
  const usual = { flags: DATA, file: 0, inode: 0, pageOffset: startPage };
  return given.setUp((tx) => {
    const vma = mapRegion(tx, tx.space, { startPage, pageCount, ...usual, ...wish });
    return typeof vma === "number" ? vma : [vma.startPage, vma.endPage];
  });
}

Deno.test("private writable memory is accounted; read-only, shared and unreserved memory is not", () => {
  const given = givenProcess();
  region(given, 100, 10);
  region(given, 200, 10, { flags: DATA & ~VM.WRITE });
  region(given, 300, 10, { flags: DATA | VM.NORESERVE });
  region(given, 400, 10, { flags: DATA | VM.SHARED | VM.MAYSHARE });
  const accounted = [100, 200, 300, 400].map((page) => (given.vmaAt(page).flags & VM.ACCOUNT) !== 0);
  assertEquals(accounted, [true, false, false, false]);
});

Deno.test("the VMA that holds the region is the merged one", () => {
  const given = givenProcess();
  given.map(100, 10);
  assertEquals(region(given, 110, 10), [100, 120]);
});

Deno.test("what is in the way goes, after the limits were checked against what will be left", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.limit("AS", 12 * 4096);
  assertEquals(given.effectsOf(() => region(given, 104, 8)), [
    "vmaPut 100-104 rw-p",
    "vmaPut 100-112 rw-p",
  ]);
});

Deno.test("a limit that refuses leaves what is in the way mapped, though split", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.limit("AS", 12 * 4096);
  assertEquals(region(given, 104, 9), -ENOMEM);
  assertEquals(given.vmas(), ["100-104 rw-p", "104-110 rw-p"]);
});

Deno.test("the overcommit heuristic refuses a region larger than memory, less what it replaces", () => {
  const given = givenProcess({ ramPages: 100, swapSlotCount: 20 });
  assertEquals(region(given, 1000, 121), -ENOMEM);
  assertEquals(region(given, 1000, 120), [1000, 1120]);
  assertEquals(region(given, 1000, 240), [1000, 1240]);
  assertEquals(region(given, 5000, 500, { flags: DATA | VM.NORESERVE }), [5000, 5500]);
  assertEquals(region(given, 8000, 121, { flags: DATA | VM.SHARED }), -ENOMEM);
});

Deno.test("a sealed VMA in the way is EPERM", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.call("mseal", range(102, 2));
  assertEquals(region(given, 100, 10), -EPERM);
});

Deno.test("each shared anonymous region is a file of its own", () => {
  const given = givenProcess();
  const flags = DATA | VM.SHARED | VM.MAYSHARE;
  region(given, 100, 10, { flags, pageOffset: 0 });
  region(given, 110, 10, { flags, pageOffset: 0 });
  assertEquals(given.vmas(), ["100-110 rw-s", "110-120 rw-s"]);
  assertEquals([given.vmaAt(100).inode, given.vmaAt(110).inode], [1, 2]);
});

Deno.test("special mappings are never locked", () => {
  const given = givenProcess();
  region(given, 100, 10, { flags: DATA | VM.LOCKED | VM.LOCKONFAULT | VM.PFNMAP });
  assertEquals(given.flagsAt(100), "rd wr mr mw me pf ac");
});
