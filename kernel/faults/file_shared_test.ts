/** Tests of writes to absent pages of shared file mappings: mapped writable, the page is dirty. */
import { assertEquals } from "@std/assert";
import { F_DIRTY, FLAGS } from "../memory/frame.ts";
import { MAP } from "../memory/mmap_flags.ts";
import { FS_EXT4 } from "../state/inode.ts";
import { givenProcess, type MachineFixture } from "../testing/machine_fixture.ts";

function isDirty(given: MachineFixture, page: number): boolean {
  return (given.state.frameWord(given.frameAt(page), FLAGS) & F_DIRTY) !== 0;
}

Deno.test("the page alone is mapped, writable and dirty", () => {
  const given = givenProcess();
  given.map(512, 16, { fd: given.openFile(), flags: MAP.SHARED });
  given.cachePages(1, 0, 16);
  assertEquals(given.effectsOf(() => given.touch(515, "w")), ["framesMark", "pagesMap 515 writable dirty"]);
  assertEquals([given.residency(512, 6), isDirty(given, 515)], ["...f..", true]);
});

Deno.test("a page of shared anonymous memory is made of zeros", () => {
  const given = givenProcess();
  given.map(512, 16, { flags: MAP.SHARED });
  assertEquals([given.touch(515, "w"), given.residency(512, 6)], ["minor", "...f.."]);
});

Deno.test("a disk page takes one fault, page_mkwrite included; a major one when it was not cached", () => {
  const given = givenProcess();
  given.map(512, 16, { fd: given.openFile({ fileSystem: FS_EXT4 }), flags: MAP.SHARED });
  assertEquals(given.touchAll([515, 515, 516], "w"), ["major", "", "minor"]);
  assertEquals(isDirty(given, 515), true);
});

Deno.test("beyond the end of the file it is BUS_ADRERR", () => {
  const given = givenProcess();
  given.map(512, 16, { fd: given.openFile({ pageCount: 2 }), flags: MAP.SHARED });
  assertEquals(given.touch(514, "w"), "BUS_ADRERR");
});
