/** Test of the program shared_ring. */
import { assertEquals } from "@std/assert";
import { countsOf, observeProgram } from "../testing/observe_program.ts";
import { sharedRing } from "./shared_ring.ts";

Deno.test("shared_ring: values pass through memory alone, eight at a time", () => {
  const run = observeProgram(sharedRing);
  assertEquals(run.lines, ["30 squares make 8555; the consumer waited 4 times"]);
  assertEquals(countsOf(run, "read", "pipe"), { read: 0, pipe: 0 });
});
