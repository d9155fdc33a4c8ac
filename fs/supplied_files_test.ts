/** Tests of files from outside. */
import { assertEquals } from "@std/assert";
import { fileBytes, FS_EXT4, FS_TMPFS } from "@palimpsest/kernel";
import { countingBytes } from "../kernel/testing/file_fixture.ts";
import { type SuppliedEntry, supplyFiles } from "./supplied_files.ts";
import { namesOf } from "./names/names.ts";
import { TreeFixture } from "./testing/tree_fixture.ts";

const file = (path: string, bytes: Uint8Array): SuppliedEntry => ({ kind: "file", path, mode: 0o640, bytes });

Deno.test("files, directories and links stand where they were handed in, with their modes", () => {
  const fixture = new TreeFixture();
  const bytes = countingBytes(10_000);
  const refused = supplyFiles(fixture.machine, [
    { kind: "directory", path: "/data", mode: 0o700 },
    { kind: "directory", path: "/tmp", mode: 0o700 },
    file("/data/a", bytes),
    file("/disk/deep/er/b", bytes),
    { kind: "link", path: "/data/c", target: "a" },
    file("/data/empty", new Uint8Array(0)),
  ]);
  assertEquals(refused, undefined);
  const inode = (path: string) => fixture.state.inode(fixture.inodeAt(path));
  assertEquals([inode("/data").mode, inode("/tmp").mode, inode("/data/a").mode], [0o700, 0o1777, 0o640]);
  assertEquals([inode("/data/a").making.fileSystem, inode("/disk/deep/er/b").making.fileSystem], [
    FS_TMPFS,
    FS_EXT4,
  ]);
  for (const path of ["/data/a", "/data/c", "/disk/deep/er/b"]) {
    assertEquals(fileBytes(fixture.state, fixture.inodeAt(path), 0, 99_999).bytes, bytes);
  }
  const link = namesOf(fixture.state).find(fixture.inodeAt("/data"), "c")!.inode;
  assertEquals(namesOf(fixture.state).linkTarget(link), "a");
});

Deno.test("the same content stands in the log once; the event names its hash", () => {
  const fixture = new TreeFixture();
  supplyFiles(fixture.machine, [file("/a", countingBytes(20_000))]);
  const written = (kind: string) => fixture.lastEffects.filter((effect) => effect.kind === kind).length;
  assertEquals([written("bytesWrite"), written("bytesCopy")], [5, 0]);
  supplyFiles(fixture.machine, [file("/b", countingBytes(20_000)), file("/c", countingBytes(20_000))]);
  assertEquals([written("bytesWrite"), written("bytesCopy")], [0, 5]);
});

Deno.test("what is there already is not replaced", () => {
  const fixture = new TreeFixture();
  assertEquals(
    supplyFiles(fixture.machine, [file("/a", countingBytes(1)), file("/a", countingBytes(2))]),
    "/a is there already and cannot be handed in.",
  );
  assertEquals(
    supplyFiles(fixture.machine, [file("/tmp", countingBytes(1))]),
    "/tmp is there already and cannot be handed in.",
  );
  assertEquals(
    supplyFiles(fixture.machine, [
      { kind: "link", path: "/l", target: "tmp" },
      file("/l/x", countingBytes(1)),
    ]),
    "/l/x cannot be handed in: /l is no directory.",
  );
});
