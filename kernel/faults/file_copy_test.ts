/** Tests of writes to absent pages of private file mappings: one fault brings the page and copies it. */
import { assertEquals } from "@std/assert";
import { FS_EXT4 } from "../state/inode.ts";
import { givenProcess } from "../testing/machine_fixture.ts";

Deno.test("a write copies the cached page in one fault; its neighbours stay absent", () => {
  const given = givenProcess();
  given.map(512, 16, { fd: given.openFile() });
  given.cachePages(1, 0, 16);
  assertEquals(given.effectsOf(() => given.touch(515, "w")), [
    "anonVmaNew",
    "vmaPut 512-528 rw-p",
    "pageCopy 515",
  ]);
  assertEquals([given.residency(512, 6), given.faults()], ["...a..", [1, 0]]);
});

Deno.test("a tmpfs page that is not cached is made first, and stays cached", () => {
  const given = givenProcess();
  given.map(512, 16, { fd: given.openFile() });
  assertEquals(given.effectsOf(() => given.touch(515, "w")).slice(-2), ["cacheInsert 3", "pageCopy 515"]);
});

Deno.test("a disk page that is not cached makes the fault a major one", () => {
  const given = givenProcess();
  given.map(512, 16, { fd: given.openFile({ fileSystem: FS_EXT4 }) });
  assertEquals([given.touch(515, "w"), given.residency(512, 6)], ["major", "...a.."]);
});

Deno.test("beyond the end of the file it is BUS_ADRERR", () => {
  const given = givenProcess();
  given.map(512, 16, { fd: given.openFile({ pageCount: 2 }) });
  assertEquals(given.touch(514, "w"), "BUS_ADRERR");
});

Deno.test("without a frame for the copy memory is full", () => {
  const given = givenProcess();
  given.map(512, 16, { fd: given.openFile() });
  given.cachePages(1, 0, 1);
  given.fillMemory();
  assertEquals([512, 513].map((page) => given.serveFault(page, "w")), ["no memory", "no memory"]);
});
