/** Tests of the reducers of names. */
import { assertEquals, assertThrows } from "@std/assert";
import { fsFixture } from "../testing/fs_fixture.ts";
import { namesOf } from "./names.ts";

Deno.test("the digest is that of the names, whatever their history", () => {
  const fixture = fsFixture();
  const before = fixture.state.digest.toHex();
  const put = (name: string, inode: number) => ({ kind: "entryPut", directory: 0, name, inode });
  fixture.setup([put("a", 1), put("b", 2)]);
  const both = fixture.state.digest.toHex();
  fixture.setup([put("a", 3), put("c", 4)]);
  fixture.setup([put("a", 1), { kind: "entryRemove", directory: 0, name: "c" }]);
  assertEquals([fixture.state.digest.toHex() === both, both === before], [true, false]);
  assertEquals(namesOf(fixture.state).find(0, "a")?.inode, 1);
});

Deno.test("taking out a name that is not there means a corrupt log", () => {
  const fixture = fsFixture();
  assertThrows(
    () => fixture.setup([{ kind: "entryRemove", directory: 0, name: "x" }]),
    Error,
    "directory 0 has no name x",
  );
});
