/** Test of the program realloc_grows. */
import { assertEquals } from "@std/assert";
import { countsOf, effectKinds, eventsOf, observeProgram } from "../testing/observe_program.ts";
import { reallocGrows } from "./realloc_grows.ts";

Deno.test("realloc_grows: in place, moved, and remapped without a copy", () => {
  const run = observeProgram(reallocGrows);
  assertEquals(run.lines, [
    "room behind it: in place, still 7",
    "a neighbour:    moved, still 7",
    "a mapping:      moved, still 9, 0 pages copied",
  ]);
  assertEquals(countsOf(run, "realloc", "mremap"), { realloc: 3, mremap: 1 });
  assertEquals(effectKinds(eventsOf(run, "mremap")[0]).includes("pagesMove"), true);
});
