/** Tests of what a miss-ratio curve is shown as. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { curveChart, curveTable, memoryText, needLines, workingSetLine } from "./curve_report.ts";
import { MissRatioCurve } from "./miss_ratio_curve.ts";
import { StackDistances } from "./stack_distances.ts";

function curveOf(pages: readonly number[]): MissRatioCurve {
  const distances = new StackDistances();
  for (const page of pages) distances.reference(page);
  return new MissRatioCurve(distances);
}

const loop = curveOf(Array.from({ length: 60 }, (_, step) => step % 3));

Deno.test("the table goes up in powers of two to the size that holds everything", () => {
  assertEquals(curveTable(loop), [
    "frames  memory  faults  miss ratio",
    "     1   4 KiB      60       100 %",
    "     2   8 KiB      60       100 %",
    "     3  12 KiB       3      5.00 %",
  ]);
});

Deno.test("the answer names the memory for each share of faults that can be reached", () => {
  assertEquals(needLines(loop), [
    "How much memory would this program have needed? Under lru,",
    "  so that at most 1 reference in 10 faults       3  12 KiB",
    "  so that no page is brought in twice            3  12 KiB",
  ]);
  assertEquals(needLines(curveOf([])), ["There are no references, so it would have needed no memory."]);
  assertEquals(curveTable(curveOf([])), []);
  assertEquals(
    needLines(curveOf([0, 1, 2])).at(-1)?.endsWith(" 1   4 KiB"),
    true,
    "a program needs a frame at least",
  );
});

Deno.test("the working set is a sentence", () => {
  assertEquals(
    workingSetLine({ window: 1000, pages: [3, 300, 4] }),
    "Working set, in 3 windows of 1,000 references: at most 300 pages (1.2 MiB), mostly 4 (16 KiB).",
  );
  assertEquals(workingSetLine({ window: 10, pages: [] }), "There is no working set.");
});

Deno.test("the chart has the curve and the working set, whatever their sizes", () => {
  assertStringIncludes(
    curveChart("a trace", loop, { window: 10, pages: [3, 3] }),
    "Working set: pages touched",
  );
  assertStringIncludes(curveChart("nothing", curveOf([]), { window: 10, pages: [] }), "</svg>");
});

Deno.test("memory is told in KiB and MiB", () => {
  assertEquals([1, 255, 256, 1000].map(memoryText), ["4 KiB", "1,020 KiB", "1 MiB", "3.9 MiB"]);
});
