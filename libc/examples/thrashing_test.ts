/** Test of the program thrashing. */
import { assertEquals } from "@std/assert";
import { countsOf, observeProgram } from "../testing/observe_program.ts";
import { thrashing } from "./thrashing.ts";

Deno.test("thrashing: what fits never faults again, one page more faults at every use", () => {
  const run = observeProgram(thrashing);
  assertEquals(run.lines, [
    "pages   uses  faults  faults a use",
    "    8     40       0           0 %",
    "   12     60       0           0 %",
    "   16     80       0           0 %",
    "   18     90       0           0 %",
    "   19     95       0           0 %",
    "   20    100     100         100 %",
    "   24    120     120         100 %",
  ]);
  const { reclaim, fault } = countsOf(run, "reclaim", "fault");
  assertEquals([reclaim > 200, reclaim < fault], [true, true]);
});
