/** Tests of mapping cached pages in runs of frames. */
import { assertEquals } from "@std/assert";
import { givenProcess, type MachineFixture } from "../testing/machine_fixture.ts";
import { mapCached, runPages } from "./map_cached.ts";

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

Deno.test("pages whose frames follow each other are mapped by one effect", () => {
  const given = givenPages();
  const mapPages = (pages: number[]) => given.setUp((tx) => mapCached(tx, given.vmaAt(100), pages, false));
  assertEquals(given.effectsOf(() => mapPages([100, 101, 102, 103, 104, 105, 107])), [
    "pagesMap 100+4",
    "pagesMap 104+2",
    "pagesMap 107",
  ]);
  assertEquals(given.residency(100, 10), "ffffff.f..");
});

Deno.test("they are writable and dirty when told so, and no pages are no effect", () => {
  const given = givenPages();
  const mapPages = (pages: number[]) =>
    given.effectsOf(() => given.setUp((tx) => mapCached(tx, given.vmaAt(100), pages, true, true)));
  assertEquals([mapPages([100]), mapPages([])], [["pagesMap 100 writable dirty"], []]);
});

Deno.test("a run's pages are those from its first on", () => {
  assertEquals(runPages({ page: 5, count: 3 }), [5, 6, 7]);
});
