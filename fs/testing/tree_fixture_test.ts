/** Tests of the fixture with a tree. */
import { assertEquals } from "@std/assert";
import { TreeFixture } from "./tree_fixture.ts";

Deno.test("the usual directories are there, and the process may act for anybody", () => {
  const fixture = new TreeFixture();
  assertEquals(fixture.list("/"), ["bin", "dev", "disk", "proc", "tmp"]);
  fixture.become(1000, [7]);
  const { effectiveUid, groups } = fixture.state.process(fixture.pid).credentials;
  assertEquals([effectiveUid, groups], [1000, [7]]);
});
