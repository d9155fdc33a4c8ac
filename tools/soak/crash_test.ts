/** A slice of the soak of power cuts. */
import { assertEquals } from "@std/assert";
import { crashRound, crashSoak } from "./crash.ts";

Deno.test("after a power cut at any event the disk is well-formed, and holds what was promised and may be there", () => {
  for (const seed of [1, 2, 3]) {
    const { tried, failures } = crashRound({ seed }, 15, 2);
    assertEquals(failures, []);
    assertEquals(tried > 300, true);
  }
});

Deno.test("a round of the soak says what it tried", () => {
  assertEquals([crashSoak.name, crashSoak.unit], ["crash", "power cuts"]);
});
