/** Tests of the large cached file. */
import { assertEquals } from "@std/assert";
import { CACHED_FILE, withCachedFile } from "./cached_file.ts";
import { mixSystem } from "./mix_world.ts";

Deno.test("the file has as many cached pages as it was asked for, and is mapped", () => {
  const { state } = withCachedFile(mixSystem(), 2048);
  assertEquals(state.inode(1).cachedPages, 2048);
  const { space } = state.process(1);
  const vma = state.space(space).vmaAt(CACHED_FILE)!;
  assertEquals([vma.startPage, vma.endPage], [CACHED_FILE, CACHED_FILE + 2048]);
});
