/** Figures and bars. */
import { assert, assertEquals } from "@std/assert";
import { atLeast, atMost, countText, figure } from "./result.ts";

Deno.test("figures have three digits that count", () => {
  assertEquals([0.0123, 1.234, 12.34, 123.4, 12345.6].map(figure), [
    "0.012",
    "1.23",
    "12.3",
    "123",
    "12,346",
  ]);
  assertEquals(countText(1e6), "1,000,000");
});

Deno.test("a bar is reached at its limit", () => {
  assert(atMost(12, "bytes/event", 12).isReached);
  assert(!atMost(12, "bytes/event", 12.1).isReached);
  assert(atLeast(5, "M events/s", 5).isReached);
  assert(!atLeast(5, "M events/s", 4.9).isReached);
});
