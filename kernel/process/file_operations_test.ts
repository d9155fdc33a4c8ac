/** Tests of the operations that a package brings for a kind of file: read(2) and write(2) go to them. */
import { assertEquals } from "@std/assert";
import { kernelPart, type PackagePart } from "../compose.ts";
import { EINVAL } from "../errno.ts";
import { FILE_OPAQUE, FILE_PIPE } from "../state/inode.ts";
import { FileFixture } from "../testing/file_fixture.ts";
import type { FileOperations } from "./file_operations.ts";

/** Reads nothing, and takes every other byte. */
const halving: FileOperations = {
  read: () => 0,
  write: (_tx, _file, lengthBytes) => Math.floor(lengthBytes / 2),
};

const part: PackagePart = {
  ...kernelPart,
  owner: "test",
  effectIds: [64, 95],
  eventIds: [128, 191],
  effects: {},
  events: {},
  reducers: {},
  calls: [],
  operations: { [FILE_OPAQUE]: halving },
};

Deno.test("files of a kind that a package knows are read and written by its operations", () => {
  const given = new FileFixture([part]);
  const fd = given.openFile({ fileKind: FILE_OPAQUE });
  assertEquals(given.call("read", { fd, lengthBytes: 10, outside: 1 }), 0);
  assertEquals(given.call("write", { fd, lengthBytes: 10, outside: 1 }), 5);
});

Deno.test("files of a kind that nobody knows are EINVAL", () => {
  const given = new FileFixture([part]);
  const fd = given.openFile({ fileKind: FILE_PIPE });
  assertEquals(given.call("read", { fd, lengthBytes: 10, outside: 1 }), -EINVAL);
});
