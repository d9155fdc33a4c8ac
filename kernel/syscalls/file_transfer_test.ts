/** Tests of what reads and writes have in common; each call has its own beside it. */
import { assertEquals } from "@std/assert";
import type { FileOperations } from "../process/file_operations.ts";
import { FILE_OPAQUE, FS_NONE } from "../state/inode.ts";
import { countingBytes, FileFixture } from "../testing/file_fixture.ts";
import { decideRead, decideWrite } from "./file_transfer.ts";

Deno.test("a kind that a package knows is read and written by its operations", () => {
  const seen: string[] = [];
  const operations: FileOperations = {
    read: (_tx, _file, lengthBytes) => seen.push(`read ${lengthBytes}`) * 0 + 5,
    write: (_tx, _file, lengthBytes) => seen.push(`write ${lengthBytes}`) * 0 + 6,
  };
  const part = {
    owner: "test",
    effectIds: [64, 95],
    eventIds: [128, 191],
    effects: {},
    events: {},
    reducers: {},
    slices: {},
    calls: [],
    operations: { [FILE_OPAQUE]: operations },
  } as const;
  const fixture = new FileFixture([part]);
  const fd = fixture.openFile({ fileKind: FILE_OPAQUE, fileSystem: FS_NONE });
  assertEquals(fixture.call("read", { fd, lengthBytes: 2 ** 40, outside: 1 }), 5);
  assertEquals(fixture.call("write", { fd, lengthBytes: 3, outside: 1 }), 6);
  assertEquals(seen, [`read ${0x7ffff000}`, "write 3"]);
});

Deno.test("positions are the caller's, or the file's", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile();
  const args = { fd, buffer: 0, lengthBytes: 3, outside: 1, given: 0 };
  fixture.during((tx) => {
    assertEquals(decideWrite(tx, { ...args, bytes: countingBytes(3) }), 3);
    assertEquals(decideWrite(tx, { ...args, bytes: countingBytes(3) }, 1), 3);
    assertEquals([decideRead(tx, args), decideRead(tx, args, 2)], [1, 2]);
  });
});
