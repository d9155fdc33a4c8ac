/** Tests of the small machine with files. */
import { assertEquals } from "@std/assert";
import { countingBytes, FileFixture } from "./file_fixture.ts";

Deno.test("a fixture has one process, and opens files at the lowest free descriptors", () => {
  const fixture = new FileFixture();
  assertEquals([fixture.openFile(), fixture.openDiskFile()], [0, 1]);
  assertEquals(fixture.eventKinds, ["boot", "setup", "setup", "setup", "setup", "setup"]);
});

Deno.test("a fixture tells what a file holds and which of its pages are cached", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile();
  assertEquals(fixture.write(fd, countingBytes(3), 4096), 3);
  assertEquals(fixture.contentOf(fd, 4095), Uint8Array.of(0, 1, 2, 3));
  assertEquals(fixture.cachedPages(fd), [1]);
});

Deno.test("a fixture loads what the process sees", () => {
  const fixture = new FileFixture();
  const address = fixture.mapAnonymous(16, 1);
  assertEquals(fixture.load(address + 4094, 4), Uint8Array.of(0, 0));
});
