/** Tests of clock. */
import { assertEquals } from "@std/assert";
import { Clock } from "./clock.ts";
import { ReferenceRun, victimsOf } from "./testing/reference_run.ts";
import { randomRuns } from "./testing/reference_strings.ts";

function naiveVictims(frameCount: number, pages: readonly number[]): number[] {
  const ring: { page: number; isMarked: boolean }[] = [];
  const victims: number[] = [];
  let hand = 0;
  for (const page of pages) {
    const held = ring.find((place) => place.page === page);
    if (held !== undefined) held.isMarked = true;
    else if (ring.length < frameCount) ring.push({ page, isMarked: true });
    else {
      for (; ring[hand].isMarked; hand = (hand + 1) % frameCount) ring[hand].isMarked = false;
      victims.push(ring[hand].page);
      ring[hand] = { page, isMarked: true };
      hand = (hand + 1) % frameCount;
    }
  }
  return victims;
}

Deno.test("clock spares a page that was used since the hand passed it", () => {
  // 4 clears all marks and takes 1; 2 is used again, so 5 takes 3.
  assertEquals(victimsOf(new Clock({ frameCount: 3 }), 3, [1, 2, 3, 4, 2, 5]), [1, 3]);
});

Deno.test("clock evicts as a hand over an array does", () => {
  for (const { pages, frameCount } of randomRuns(4, 200)) {
    assertEquals(victimsOf(new Clock({ frameCount }), frameCount, pages), naiveVictims(frameCount, pages));
  }
});

Deno.test("clock's hand goes on when the page under it is removed", () => {
  const run = new ReferenceRun(new Clock({ frameCount: 3 }), 3);
  for (const page of [1, 2, 3, 4]) run.reference(page);
  run.remove(2);
  run.reference(5);
  run.reference(6);
  assertEquals(run.victims, [1, 3]);
});
