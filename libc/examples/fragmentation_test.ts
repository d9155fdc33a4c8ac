/** Test of the program fragmentation. */
import { assertEquals } from "@std/assert";
import { countsOf, eventsOf, observeProgram } from "../testing/observe_program.ts";
import { fragmentation } from "./fragmentation.ts";

Deno.test("fragmentation: neighbours coalesce into a hole that fits, the same bytes apart do not", () => {
  const run = observeProgram(fragmentation);
  assertEquals(run.lines.slice(0, 2), [
    "ten neighbours freed: malloc(5000) is in the hole",
    "every other one freed: malloc(5000) is at the top",
  ]);
  assertEquals(/^the heap grew by [1-9]\d* bytes, with 8000 free$/.test(run.lines[2]), true);
  assertEquals(countsOf(run, "malloc", "free"), { malloc: 202, free: 20 });
  const mallocs = eventsOf(run, "malloc");
  assertEquals(
    mallocs[200].address,
    mallocs[100].address,
    "the hole begins where the first freed neighbour was",
  );
});
