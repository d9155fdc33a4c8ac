/** Tests of what a file holds, looked at from outside. */
import { assertEquals } from "@std/assert";
import { countingBytes, FileFixture } from "../testing/file_fixture.ts";
import { givenProcess, range } from "../testing/machine_fixture.ts";
import { storeBytes } from "../user_memory.ts";
import { fileBytes } from "./file_content.ts";
import { MADV } from "./mmap_flags.ts";

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

Deno.test("a hole is zeros, whatever lies in swap", () => {
  const given = givenProcess({ swapSlotCount: 80 });
  const fd = given.openFile({ pageCount: 2 });
  const { file } = given.state.process(given.pid).descriptors.get(fd)!;
  given.map(100, 80);
  for (let page = 100; page < 180; page++) {
    storeBytes(given.machine, given.pid, page * 4096, Uint8Array.of(7));
  }
  given.call("madvise", { ...range(100, 80), advice: MADV.PAGEOUT });
  assertEquals(given.state.slots.size, 80);
  const { bytes } = fileBytes(given.state, given.state.file(file).inode, 0, 8192);
  assertEquals(bytes, new Uint8Array(8192));
});
