/** A slice of the soak of coherence. */
import { assertEquals } from "@std/assert";
import { coherenceRound, coherenceSoak } from "./coherence.ts";

Deno.test("files that processes share are the same for everybody, in any memory", () => {
  const { tried, failures } = coherenceRound({ seed: 5 }, 20);
  assertEquals([failures, tried > 500, coherenceSoak.unit], [[], true, "comparisons"]);
});
