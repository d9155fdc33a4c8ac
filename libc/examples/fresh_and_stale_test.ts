/** Test of the program fresh_and_stale. */
import { assertEquals } from "@std/assert";
import { eventsOf, observeProgram } from "../testing/observe_program.ts";
import { freshAndStale } from "./fresh_and_stale.ts";

Deno.test("fresh_and_stale: the second block has the first one's address, and its bytes", () => {
  const run = observeProgram(freshAndStale);
  assertEquals(run.lines, ['fresh: ""', 'the same block, stale: "a secret"']);
  const [first, second] = eventsOf(run, "malloc");
  assertEquals([first.address === second.address, first.block === second.block], [true, false]);
});
