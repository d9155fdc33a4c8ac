/** The machines that growth is measured on. */
import { assert, assertEquals } from "@std/assert";
import { BenchRun } from "../bench_run.ts";
import { callCosts, withProcesses, withVmas } from "./growth.ts";

const run = new BenchRun({ eventCount: 1000, repetitions: 1, budgetBytes: 2 ** 26 });

Deno.test("a machine has as many VMAs, or processes, as it was asked for", () => {
  assertEquals(withVmas(run, 100).state.spaceOf(1).vmaCount, 100);
  assertEquals(withProcesses(run, 20).state.processes.size, 20);
});

Deno.test("what calls cost is told for each kind of call, at one setting", async () => {
  const costs = [];
  for await (const result of callCosts(run, "10 VMAs", () => withVmas(run, 10))) costs.push(result);
  assertEquals(costs.map(({ what }) => what), ["mmap and munmap of a page", "a page fault and its madvise"]);
  assert(costs.every(({ median, setting }) => median > 0 && setting === "10 VMAs"));
});
