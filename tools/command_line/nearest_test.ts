/** Tests of guessing mistyped words. */
import { assertEquals } from "@std/assert";
import { nearestName } from "./nearest.ts";

const names = ["record", "replay", "rewind", "log", "diagram"];

Deno.test("nearestName() sees through a letter too many, too few, wrong or swapped", () => {
  assertEquals(nearestName("recordd", names), "record");
  assertEquals(nearestName("rewnd", names), "rewind");
  assertEquals(nearestName("replax", names), "replay");
  assertEquals(nearestName("recrod", names), "record");
  assertEquals(nearestName("lgo", names), "log");
});

Deno.test("nearestName() guesses nothing when nothing is near", () => {
  assertEquals(nearestName("compile", names), undefined);
  assertEquals(nearestName("", names), undefined);
  assertEquals(nearestName("x", []), undefined);
});
