/** Tests of random replacement. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { RandomReplacement } from "./random.ts";
import { faultCountOf, ReferenceRun, victimsOf } from "./testing/reference_run.ts";
import { randomRuns } from "./testing/reference_strings.ts";

Deno.test("random evicts the same pages again with the same seed, and others with another", () => {
  const pages = Array.from({ length: 200 }, (_, number) => number % 40);
  const run = (seed: number) => victimsOf(new RandomReplacement({ frameCount: 16, seed }), 16, pages);
  assertEquals(run(1), run(1));
  assertNotEquals(run(1), run(2));
});

Deno.test("random takes each page about as often as the others", () => {
  const counts = new Array(8).fill(0);
  for (let seed = 0; seed < 800; seed++) {
    const [victim] = victimsOf(new RandomReplacement({ frameCount: 8, seed }), 8, [
      0,
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
    ]);
    counts[victim]++;
  }
  assert(counts.every((count) => count > 60 && count < 140), `${counts}`);
});

Deno.test("random faults no less than once a page, and finds a page among locked ones", () => {
  for (const { pages, frameCount } of randomRuns(8, 100)) {
    const policy = new RandomReplacement({ frameCount, seed: 4 });
    assert(faultCountOf(policy, frameCount, pages) >= new Set(pages).size);
  }
  const run = new ReferenceRun(new RandomReplacement({ frameCount: 4 }), 4);
  for (const page of [1, 2, 3, 4]) run.reference(page);
  for (const page of [1, 2, 4]) run.locked.add(page);
  run.reference(5);
  assertEquals(run.victims, [3]);
});
