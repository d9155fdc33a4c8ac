/** Medians and percentiles. */
import { assertEquals } from "@std/assert";
import { judged, percentile, scaled, spreadOf, spreadOfTimes } from "./spread.ts";

Deno.test("a spread has the middle value, or the mean of the two in the middle", () => {
  assertEquals(spreadOf([5, 1, 3]), { median: 3, least: 1, greatest: 5, count: 3 });
  assertEquals(spreadOf([4, 1, 3, 2]).median, 2.5);
});

Deno.test("a percentile lies between the values beside it", () => {
  const values = Array.from({ length: 101 }, (_, index) => index);
  assertEquals(percentile(values, 0.99), 99);
  assertEquals(percentile([10, 20], 0.25), 12.5);
});

Deno.test("times are spread by the time that passed, and judged by the shorter of that and the processor's", () => {
  const spread = spreadOfTimes([{ wall: 4, processor: 3 }, { wall: 2, processor: 5 }, {
    wall: 9,
    processor: 4,
  }]);
  assertEquals(spread, { median: 4, least: 2, greatest: 9, count: 3, processor: 4 });
  assertEquals(scaled(spread, 10), { median: 40, least: 20, greatest: 90, count: 3, processor: 40 });
  assertEquals(scaled({ ...spread, first: 12 }, 10).first, 120);
  assertEquals([judged({ median: 4, processor: 5 }), judged({ median: 4 })], [4, 4]);
  assertEquals(judged({ median: 7, processor: 5 }), 5);
});
