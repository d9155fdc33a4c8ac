/** Tests of the small machine with a file system. */
import { OPEN } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { fsFixture, openPath } from "./fs_fixture.ts";

Deno.test("the fixture opens files by their names", () => {
  const fixture = fsFixture();
  assertEquals(openPath(fixture, "t:a", OPEN.RDWR | OPEN.CREAT), 0);
  assertEquals(fixture.inodeOf(0).making.name, "t:a");
});
