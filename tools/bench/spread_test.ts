/** Medians and percentiles. */
import { assertEquals } from "@std/assert";
import { percentile, spreadOf } from "./spread.ts";

Deno.test("a spread has the middle value, or the mean of the two in the middle", () => {
  assertEquals(spreadOf([5, 1, 3]), { median: 3, least: 1, greatest: 5, count: 3 });
  assertEquals(spreadOf([4, 1, 3, 2]).median, 2.5);
});

Deno.test("a percentile lies between the values beside it", () => {
  const values = Array.from({ length: 101 }, (_, index) => index);
  assertEquals(percentile(values, 0.99), 99);
  assertEquals(percentile([10, 20], 0.25), 12.5);
});
