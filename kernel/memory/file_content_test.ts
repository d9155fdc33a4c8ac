/** Tests of what a file holds, looked at from outside. */
import { assertEquals } from "@std/assert";
import { countingBytes, FileFixture } from "../testing/file_fixture.ts";
import { fileBytes } from "./file_content.ts";

Deno.test("bytes come from the cache, from storage and from holes, up to the end of the file", () => {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile();
  fixture.write(fd, countingBytes(2 * 4096));
  fixture.call("fsync", { fd });
  fixture.call("ftruncate", { fd, lengthBytes: 3 * 4096 });
  const inode = fixture.inodeOf(fd).id;
  fixture.setup([{ kind: "cacheRemove", inode, index: 0, count: 1 }]);
  const expected = new Uint8Array(3 * 4096);
  expected.set(countingBytes(2 * 4096));
  assertEquals(fileBytes(fixture.state, inode, 0, 10 ** 9), { bytes: expected, known: true });
  assertEquals(fileBytes(fixture.state, inode, 4095, 2).bytes, expected.slice(4095, 4097));
  assertEquals(fileBytes(fixture.state, inode, 3 * 4096, 2).bytes.length, 0);
});

Deno.test("a file from before a recording has bytes that nobody knows", () => {
  const fixture = new FileFixture();
  const fd = fixture.openDiskFile({ sizeBytes: 5000, unknownStorage: true });
  fixture.write(fd, Uint8Array.of(7), 4096);
  const inode = fixture.inodeOf(fd).id;
  assertEquals(fileBytes(fixture.state, inode, 4096, 1), { bytes: Uint8Array.of(7), known: true });
  assertEquals(fileBytes(fixture.state, inode, 4096, 2), { bytes: Uint8Array.of(7, 0), known: false });
});
