/** Tests of open(2), openat(2) and creat(2); what opening does has its own (open_file_test.ts). */
import { ENOENT, OPEN } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { fsFixture } from "../testing/fs_fixture.ts";

Deno.test("open() and openat() open the same files", () => {
  const fixture = fsFixture();
  const flags = OPEN.RDWR | OPEN.CREAT;
  assertEquals(fixture.call("open", { path: "t:a", flags, mode: 0o600 }), 0);
  assertEquals(fixture.call("openat", { directoryFd: -100, path: "t:a", flags, mode: 0o600 }), 1);
  assertEquals(fixture.inodeOf(0).id, fixture.inodeOf(1).id);
  assertEquals(fixture.call("openat", { directoryFd: -100, path: "t:b" }), -ENOENT);
});

Deno.test("creat() makes a file empty and opens it for writing", () => {
  const fixture = fsFixture();
  assertEquals(fixture.call("creat", { path: "t:a", mode: 0o640 }), 0);
  fixture.write(0, Uint8Array.of(1, 2));
  assertEquals(fixture.call("creat", { path: "t:a", mode: 0o600 }), 1);
  assertEquals([fixture.inodeOf(1).sizeBytes, fixture.inodeOf(1).making.mode], [0, 0o640]);
  assertEquals(fixture.call("fcntl", { fd: 1, command: 3 }), OPEN.WRONLY | OPEN.LARGEFILE);
});
