/** Tests of files that the kernel does not look into. */
import { FILE_OPAQUE, FS_NONE } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { fsFixture } from "./testing/fs_fixture.ts";

Deno.test("there is nothing to read, and what is written is gone", () => {
  const fixture = fsFixture();
  const fd = fixture.openFile({ fileKind: FILE_OPAQUE, fileSystem: FS_NONE });
  assertEquals(fixture.call("read", { fd, lengthBytes: 10, outside: 1 }), 0);
  assertEquals(fixture.call("write", { fd, lengthBytes: 10, outside: 1 }), 10);
  assertEquals(fixture.lastEffects, []);
});
