/** Test of the program leak. */
import { assertEquals } from "@std/assert";
import { countsOf, eventsOf, observeProgram } from "../testing/observe_program.ts";
import { leak } from "./leak.ts";

Deno.test("leak: with free() the loop lives on a few pages; without, the heap only grows", () => {
  const run = observeProgram(leak);
  const [freed, leaked] = run.lines.map((line) => Number(line.match(/(\d+) KiB/)![1]));
  assertEquals([freed <= 64, leaked >= 900], [true, true]);
  assertEquals(countsOf(run, "malloc", "free"), { malloc: 2000, free: 1000 });
  const freedBlocks = new Set(eventsOf(run, "free").map(({ block }) => block));
  const lost = eventsOf(run, "malloc").filter(({ block }) => !freedBlocks.has(block));
  assertEquals(lost.length, 1000, "the probes name every block that was never freed");
});
