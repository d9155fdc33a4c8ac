/** Tests of which pages of a folio are dirty. */
import { assertEquals } from "@std/assert";
import { FileFixture } from "../testing/file_fixture.ts";
import {
  dirtyFolio,
  dirtyPages,
  forgetDirty,
  hasNewPages,
  isAnyDirty,
  isPageDirty,
  makeDirty,
} from "./folio_dirty.ts";

/** A disk file of one folio of eight pages, written back. */
function cleanFile(): { fixture: FileFixture; fd: number; dirty: () => string } {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile();
  fixture.write(fd, new Uint8Array(8 * 4096));
  fixture.call("fsync", { fd });
  const dirty = () =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((index) => isPageDirty(fixture.state, fixture.inodeOf(fd), index)).join(
      " ",
    );
  return { fixture, fd, dirty };
}

Deno.test("a write makes the pages dirty that it touches", () => {
  const { fixture, fd, dirty } = cleanFile();
  assertEquals(dirty(), "");
  fixture.write(fd, Uint8Array.of(1, 2), 3 * 4096 - 1);
  assertEquals(dirty(), "2 3");
  assertEquals(isAnyDirty(fixture.state, fixture.inodeOf(fd), 0, 2), false);
  assertEquals(isAnyDirty(fixture.state, fixture.inodeOf(fd), 0, 3), true);
});

Deno.test("page_mkwrite makes the whole folio dirty, up to the end of the file", () => {
  const { fixture, fd, dirty } = cleanFile();
  fixture.setup([{ kind: "inodeSize", inode: fixture.inodeOf(fd).id, sizeBytes: 5 * 4096 }]);
  fixture.during((tx) => dirtyFolio(tx, fixture.inodeOf(fd), 2));
  assertEquals(dirty(), "0 1 2 3 4");
});

Deno.test("pages become dirty and clean by runs, without effects where nothing changes", () => {
  const { fixture, fd, dirty } = cleanFile();
  fixture.during((tx) => makeDirty(tx, fixture.inodeOf(fd), 2, 6));
  assertEquals([dirty(), fixture.lastEffects.length], ["2 3 4 5", 1]);
  fixture.during((tx) => makeDirty(tx, fixture.inodeOf(fd), 3, 5));
  assertEquals(fixture.lastEffects.length, 0);
  fixture.during((tx) => forgetDirty(tx, fixture.inodeOf(fd), 0, 4));
  assertEquals(dirty(), "4 5");
});

Deno.test("new pages are dirty ones without a block", () => {
  const { fixture, fd } = cleanFile();
  const hasNew = () => hasNewPages(fixture.state, fixture.inodeOf(fd));
  fixture.write(fd, Uint8Array.of(1));
  assertEquals(hasNew(), false);
  fixture.write(fd, Uint8Array.of(1), 2 ** 30);
  assertEquals(hasNew(), true);
});

Deno.test("dirty pages are found without looking at the others, and none are known once they are written back", () => {
  const { fixture, fd } = cleanFile();
  const inode = () => fixture.inodeOf(fd);
  assertEquals(inode().maybeDirty.size, 0);
  for (const index of [1, 6]) fixture.write(fd, Uint8Array.of(1), index * 4096);
  assertEquals([[...dirtyPages(fixture.state, inode())], [...dirtyPages(fixture.state, inode(), 2, 6)]], [[
    1,
    6,
  ], []]);
  fixture.call("ftruncate", { fd, lengthBytes: 2 * 4096 });
  assertEquals([...dirtyPages(fixture.state, inode())], [1]);
  fixture.call("fsync", { fd });
  assertEquals(inode().maybeDirty.size, 0);
});
