/** The profiles are complete, and their tendencies vary. */
import { assert, assertEquals } from "@std/assert";
import { Random } from "../../../kernel/testing/random.ts";
import { drawTendencies, profiles } from "./profiles.ts";

Deno.test("there are fourteen profiles, each with positive weights", () => {
  assertEquals(Object.keys(profiles).length, 14);
  for (const { actions } of Object.values(profiles)) {
    assert(actions.length > 5 && actions.every(([, weight]) => weight > 0));
  }
});

Deno.test("tendencies vary with the seed, apart from what the profile fixes", () => {
  const drawn = Array.from({ length: 50 }, (_, seed) => drawTendencies(new Random(seed), profiles.disk));
  assert(new Set(drawn.map(({ windowPages }) => windowPages)).size > 5);
  assert(drawn.every(({ diskPercent }) => diskPercent === 100));
});
