/** Tests of where functions lie. */
import { assertEquals, assertThrows } from "@std/assert";
import { functionPlace } from "./function_place.ts";

Deno.test("functions lie one behind the other in the text; there is room for two hundred", () => {
  assertEquals([functionPlace(0), functionPlace(1)], [0x1100, 0x1110]);
  assertEquals(functionPlace(239) < 0x2000, true);
  assertThrows(() => functionPlace(240), Error, "more than 240 functions");
});
