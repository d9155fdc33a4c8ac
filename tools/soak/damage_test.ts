/** A slice of the damage soak. */
import { assertEquals } from "@std/assert";
import { damageRound } from "./damage.ts";

Deno.test("five hundred random changes and cuts of a log are found and named", () => {
  const results = [1, 2].map((seed) => damageRound({ seed }, 250));
  assertEquals(results.flatMap(({ failures }) => failures), []);
});
