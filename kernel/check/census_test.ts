/** Tests of the census. */
import { assertEquals } from "@std/assert";
import { takeCensus } from "./census.ts";
import { ANON_PAGE, FILE_PAGE, givenSoundMachine, SHARED_PAGE } from "./testing/sound_machine.ts";

Deno.test("takeCensus() counts entries of page tables, page caches and swap slots", () => {
  const given = givenSoundMachine();
  const { mapCounts, cached, slotCounts } = takeCensus(given.state);
  const counts = [SHARED_PAGE, ANON_PAGE, FILE_PAGE].map((page) => mapCounts.get(given.frameAt(page)));
  assertEquals(counts, [2, 1, 1]);
  assertEquals(cached.get(given.frameAt(FILE_PAGE)), { inode: 1, index: 0 });
  assertEquals([...slotCounts], [[0, 1]]);
  assertEquals(mapCounts.has(0), false);
});
