/** The machine that reclaim is measured on: its memory is full, and every use of a page has to make room for it. */
import { assert, assertEquals } from "@std/assert";
import { BenchRun } from "../bench_run.ts";
import { pressedMachine, reclaimCost, useNext } from "./reclaim.ts";

const run = new BenchRun({ eventCount: 1000, repetitions: 1, warmUpMs: 0, budgetBytes: 2 ** 26 });

Deno.test("with lru every use brings a page in and takes one out", () => {
  const area = pressedMachine(run, "lru", 200);
  const { state } = area.machine;
  const before = state.process(1).majorFaults;
  useNext(area, 300);
  assertEquals(state.process(1).majorFaults - before, 300);
  assert(state.slots.size >= area.pageCount - 200);
});

Deno.test("the cost is told a page, by policy and size", async () => {
  const { measure, setting, what, median } = await reclaimCost(run, "clock", 100);
  assertEquals([measure, setting, what], ["reclaim", "clock", "a page out and a page in, 100 frames"]);
  assert(median > 0);
});
