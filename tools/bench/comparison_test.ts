/** Two runs compared. */
import { assertEquals } from "@std/assert";
import { changeLine, changesBetween } from "./comparison.ts";
import type { Result } from "./result.ts";

function result(what: string, median: number): Result {
  return {
    measure: "replay",
    what,
    setting: "s",
    unit: "ns",
    median,
    least: median,
    greatest: median,
    count: 1,
  };
}

Deno.test("what both runs measured is compared, by measure, setting and unit", () => {
  const changes = changesBetween([result("fold", 200), result("gone", 1)], [
    result("fold", 100),
    result("new", 1),
  ]);
  assertEquals(changes.map(changeLine), ["0.500 times  replay: fold; s: 200 → 100 ns"]);
});
