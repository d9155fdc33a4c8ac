/** Tests of sets of pages. */
import { Random } from "@palimpsest/kernel";
import { assertEquals } from "@std/assert";
import { PageRanges } from "./page_ranges.ts";

Deno.test("ranges that touch are one, and a part that is taken out leaves two", () => {
  const ranges = new PageRanges();
  ranges.replace(10, 20, [{ start: 10, end: 20 }]);
  ranges.replace(20, 25, [{ start: 20, end: 25 }]);
  assertEquals([ranges.within(), ranges.pageCount], [[{ start: 10, end: 25 }], 15]);
  ranges.replace(12, 14, []);
  assertEquals(ranges.within(), [{ start: 10, end: 12 }, { start: 14, end: 25 }]);
  assertEquals(ranges.within(11, 15), [{ start: 11, end: 12 }, { start: 14, end: 15 }]);
  ranges.replace(5, 5, [{ start: 5, end: 5 }]);
  assertEquals(ranges.pageCount, 13);
});

Deno.test("a set is what a set of numbers is, after any changes", () => {
  const random = new Random(7);
  const ranges = new PageRanges();
  const model = new Set<number>();
  for (let step = 0; step < 2000; step++) {
    const start = random.below(100);
    const end = start + random.below(20);
    const middle = random.between(start, end);
    const parts = random.chance(1, 3) || middle === start ? [] : [{ start, end: middle }];
    ranges.replace(start, end, parts);
    for (let page = start; page < end; page++) {
      if (parts.length > 0 && page < middle) model.add(page);
      else model.delete(page);
    }
    const found = ranges.within();
    assertEquals(ranges.pageCount, model.size);
    assertEquals(found.every((range, at) => at === 0 || found[at - 1].end < range.start), true);
    assertEquals(
      found.flatMap((range) => Array.from({ length: range.end - range.start }, (_, at) => range.start + at)),
      [...model].sort((one, other) => one - other),
    );
  }
});
