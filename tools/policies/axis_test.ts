/** Tests of axes. */
import { assert, assertEquals } from "@std/assert";
import { axisFor, scaleFor } from "./axis.ts";

Deno.test("a linear axis begins at 0 and ends at a round number", () => {
  const axis = axisFor([3, 57], "linear");
  assertEquals(axis.ticks, [0, 10, 20, 30, 40, 50, 60]);
  assertEquals([axis.position(0), axis.position(60)], [0, 1]);
  assertEquals(axisFor([0], "linear").ticks, [0, 1]);
  assertEquals(axisFor([], "log10").ticks, [0, 1]);
});

Deno.test("a log axis has powers as ticks, and more when there are few", () => {
  assertEquals(axisFor([2, 64], "log2").ticks, [2, 4, 8, 16, 32, 64]);
  assertEquals(axisFor([30, 400], "log10").ticks, [10, 20, 50, 100, 200, 500, 1000]);
  assertEquals(axisFor([1, 10_000], "log10").ticks, [1, 10, 100, 1000, 10_000]);
  assertEquals(axisFor([16, 16], "log2").ticks, [16, 32]);
  const axis = axisFor([1, 2 ** 20], "log2");
  assert(axis.ticks.length <= 13);
  assertEquals([axis.position(1), axis.position(2 ** 10), axis.position(2 ** 20)], [0, 0.5, 1]);
});

Deno.test("a scale is logarithmic when values lie far apart and none is 0", () => {
  assertEquals(scaleFor([1, 17], "log2", 16), "log2");
  assertEquals([[1, 16], [0, 1000], []].map((values) => scaleFor(values, "log10", 16)), [
    "linear",
    "linear",
    "linear",
  ]);
});
