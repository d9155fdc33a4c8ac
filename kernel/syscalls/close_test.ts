/** Tests of close(2). */
import { assertEquals } from "@std/assert";
import { EBADF } from "../errno.ts";
import { FileFixture } from "../testing/file_fixture.ts";

Deno.test("close() frees the descriptor, and the file with the last one", () => {
  const fixture = new FileFixture();
  const fd = fixture.openFile({ links: 0 });
  assertEquals(fixture.call("close", { fd }), 0);
  assertEquals(fixture.lastEffects.map(({ kind }) => kind), [
    "descriptorRemove",
    "fileRemove",
    "inodeRemove",
  ]);
  assertEquals(fixture.openFile(), fd);
});

Deno.test("close() of what is not open is EBADF", () => {
  const fixture = new FileFixture();
  assertEquals([fixture.call("close", { fd: 0 }), fixture.call("close", { fd: -1 })], [-EBADF, -EBADF]);
});
