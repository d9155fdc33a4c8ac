/** Tests of the working set over time. */
import { assertEquals } from "@std/assert";
import { Random } from "../../kernel/testing/random.ts";
import { WorkingSet } from "./working_set.ts";

Deno.test("a window counts different pages; the last one may be shorter", () => {
  const workingSet = new WorkingSet();
  for (let step = 0; step < 25; step++) workingSet.reference(step < 10 ? 0 : step % 4);
  assertEquals(workingSet.series(10), { window: 10, pages: [1, 4, 4] });
});

Deno.test("windows are as small as the wanted number of points permits", () => {
  const random = new Random(2);
  const pages = Array.from({ length: 23_456 }, () => random.below(random.chance(1, 50) ? 3000 : 20));
  const workingSet = new WorkingSet();
  pages.forEach((page) => workingSet.reference(page));
  for (const [mostPoints, window] of [[10_000, 10], [300, 100], [100, 1000], [10, 10_000]]) {
    const expected: number[] = [];
    for (let at = 0; at < pages.length; at += window) {
      expected.push(new Set(pages.slice(at, at + window)).size);
    }
    assertEquals(workingSet.series(mostPoints), { window, pages: expected });
  }
});

Deno.test("no references, no windows", () => {
  assertEquals(new WorkingSet().series(100), { window: 10, pages: [] });
});
