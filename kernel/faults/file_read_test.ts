/** Tests of reads of file pages: given(what is cached).when(a page is read).then(which of its neighbours are mapped with it). */
import { assertEquals } from "@std/assert";
import { F_READAHEAD } from "../memory/frame.ts";
import { MAP } from "../memory/mmap_flags.ts";
import { isWritable } from "../memory/pte.ts";
import { FILE_DEVICE, FS_EXT4 } from "../state/inode.ts";
import {
  type FileMaking,
  givenProcess,
  type MachineFixture,
  type Mapping,
} from "../testing/machine_fixture.ts";

/** A mapping at `page` of a file with 48 of its 64 pages cached. */
function givenCached(page: number, pageCount: number, mapping: Mapping = {}, making: FileMaking = {}) {
  const given = givenProcess();
  const fd = given.openFile(making);
  given.cachePages(1, 0, 48);
  given.map(page, pageCount, { flags: MAP.SHARED, fd, ...mapping });
  return given;
}

/** The pages that are mapped, as offsets from `page`: "8-15". */
function mapped(given: MachineFixture, page: number): string {
  const letters = given.residency(page, 64);
  return `${letters.indexOf("f")}-${letters.lastIndexOf("f")}`;
}

Deno.test("the cached pages of the aligned window of 16 are mapped in one fault", () => {
  const given = givenCached(512, 64);
  assertEquals(given.effectsOf(() => given.touch(520, "r")), ["pagesMap 512+16 writable"]);
  assertEquals([given.residency(512, 17), given.faults()], ["ffffffffffffffff.", [1, 0]]);
});

Deno.test("the window is cut at the start of the VMA, and then reaches 16 pages from there", () => {
  const given = givenCached(516, 32);
  given.touch(517, "r");
  assertEquals(mapped(given, 516), "0-15");
});

Deno.test("the window is cut at the end of the VMA", () => {
  const given = givenCached(512, 10);
  given.touch(512, "r");
  assertEquals(mapped(given, 512), "0-9");
});

Deno.test("the window is cut at the end of the file, in whole pages", () => {
  const given = givenCached(512, 64, {}, { sizeBytes: 5 * 4096 + 1 });
  given.touch(512, "r");
  assertEquals(mapped(given, 512), "0-5");
});

Deno.test("the window is cut at the end of the page table", () => {
  const given = givenCached(1018, 32);
  given.touch(1020, "r");
  assertEquals(mapped(given, 1018), "0-5");
});

Deno.test("entries that are there stay, and pages that are not cached stay absent", () => {
  const given = givenCached(512, 64, { flags: MAP.PRIVATE });
  given.touch(514, "w");
  given.touch(513, "r");
  assertEquals(given.residency(512, 16), "ffafffffffffffff");
  given.touch(512 + 47, "r");
  assertEquals(given.residency(512 + 44, 6), "ffff..");
});

Deno.test("a tmpfs page that is not cached is made of zeros: minor, and mapped alone", () => {
  const given = givenCached(512, 64);
  assertEquals([given.touch(512 + 50, "r"), given.residency(512 + 48, 4)], ["minor", "..f."]);
});

Deno.test("a disk page that is not cached is read with those around it, a major fault, then mapped with its window", () => {
  const given = givenProcess();
  given.map(512, 64, { fd: given.openFile({ fileSystem: FS_EXT4 }), flags: MAP.SHARED });
  assertEquals([given.touch(520, "r"), given.faults()], ["major", [0, 1]]);
  assertEquals([mapped(given, 512), given.state.inode(1).cachedPages], ["0-15", 64]);
});

Deno.test("pages with the readahead mark are passed over", () => {
  const given = givenCached(512, 64);
  const frame = given.state.inode(1).cachedFrame(3);
  given.setUp((tx) => tx.emit({ kind: "framesMark", frame, count: 1, set: F_READAHEAD, clear: 0 }));
  given.touch(512, "r");
  assertEquals(given.residency(512, 6), "fff.ff");
});

Deno.test("a page that a recording presumes cached counts as such", () => {
  const given = givenProcess();
  given.map(512, 4, { fd: given.openFile({ fileSystem: FS_EXT4, pageCount: 4, unknownStorage: true }) });
  assertEquals([given.touch(512, "r"), mapped(given, 512)], ["minor", "0-3"]);
});

Deno.test("a device's page is mapped alone", () => {
  const given = givenCached(512, 64, {}, { fileKind: FILE_DEVICE });
  given.touch(512, "r");
  assertEquals(mapped(given, 512), "0-0");
});

Deno.test("neighbours are writable in a shared tmpfs mapping only", () => {
  const writable = (mapping: Mapping, making: FileMaking = {}) => {
    const given = givenCached(512, 16, mapping, making);
    given.touch(512, "r");
    return isWritable(given.space.pte(513));
  };
  assertEquals(writable({}), true);
  assertEquals(writable({ flags: MAP.PRIVATE }), false);
  assertEquals(writable({ rights: "r" }), false);
  assertEquals(writable({}, { fileSystem: FS_EXT4 }), false);
});

Deno.test("beyond the end of the file it is BUS_ADRERR, in its last page not", () => {
  const given = givenCached(512, 64, {}, { sizeBytes: 60 * 4096 + 1 });
  assertEquals(given.touchAll([512 + 60, 512 + 61], "r"), ["minor", "BUS_ADRERR"]);
});

Deno.test("when memory is full a page that is not cached cannot come", () => {
  const given = givenCached(512, 64);
  given.fillMemory();
  assertEquals([512 + 48, 512].map((page) => given.serveFault(page, "r")), ["no memory", "minor"]);
});
