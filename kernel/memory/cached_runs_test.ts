/** Tests of mapping cached pages in runs of frames. */
import { assertEquals } from "@std/assert";
import { givenProcess, type MachineFixture } from "../testing/machine_fixture.ts";
import { CachedRuns } from "./cached_runs.ts";

/** Ten cached pages; the frame of the fifth does not follow that of the fourth. */
function givenPages(): MachineFixture {
  const given = givenProcess();
  given.map(100, 10, { fd: given.openFile() });
  given.cachePages(1, 0, 4);
  given.openFile();
  given.cachePages(2, 0, 1);
  given.cachePages(1, 4, 6);
  return given;
}

const runs = new CachedRuns();

function mapPages(given: MachineFixture, pages: number[], writable = false, dirty = false): string[] {
  for (const page of pages) runs.add(page, given.state.inode(1).cachedFrame(page - 100));
  return given.effectsOf(() => given.setUp((tx) => runs.map(tx, given.vmaAt(100), writable, dirty)));
}

Deno.test("pages whose frames follow each other are mapped by one effect", () => {
  const given = givenPages();
  assertEquals(mapPages(given, [100, 101, 102, 103, 104, 105, 107]), [
    "pagesMap 100+4",
    "pagesMap 104+2",
    "pagesMap 107",
  ]);
  assertEquals(given.residency(100, 10), "ffffff.f..");
});

Deno.test("they are writable and dirty when told so, and no pages are no effect", () => {
  const given = givenPages();
  assertEquals(mapPages(given, [100], true, true), ["pagesMap 100 writable dirty"]);
  assertEquals([runs.isEmpty, mapPages(given, [], true, true)], [true, []], "what was mapped is forgotten");
});
