/** Tests of the miss-ratio curve. */
import { assertEquals } from "@std/assert";
import { randomRuns, TEXTBOOK_STRING } from "../../kernel/reclaim/policies/testing/reference_strings.ts";
import { traceOf } from "../guests/references/reference_trace.ts";
import { MissRatioCurve } from "./miss_ratio_curve.ts";
import { simulate } from "./simulate.ts";
import { StackDistances } from "./stack_distances.ts";

function curveOf(pages: readonly number[]): MissRatioCurve {
  const distances = new StackDistances();
  for (const number of traceOf(pages).pageNumbers()) distances.reference(number);
  return new MissRatioCurve(distances);
}

Deno.test("the curve of the textbook's string has 12 faults at 3 frames", () => {
  assertEquals([...curveOf(TEXTBOOK_STRING).faults], [20, 20, 17, 12, 8, 7, 6]);
});

Deno.test("the curve equals direct simulation of lru at every size, on a thousand random strings", () => {
  for (const { pages } of randomRuns(23, 1000)) {
    const trace = traceOf(pages);
    const curve = curveOf(pages);
    for (let frames = 1; frames <= trace.pageCount + 1; frames++) {
      assertEquals(curve.faultsWith(frames), simulate("lru", trace, frames).faults);
    }
  }
});

Deno.test("framesFor() names the fewest frames that keep faults at or below a count", () => {
  const curve = curveOf(TEXTBOOK_STRING);
  assertEquals([20, 19, 12, 11, 6, 5].map((faults) => curve.framesFor(faults)), [0, 2, 3, 4, 6, undefined]);
  assertEquals([curveOf([]).pageCount, curveOf([]).framesFor(0)], [0, 0]);
});
