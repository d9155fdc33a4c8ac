/** The machines that growth is measured on. */
import { assert, assertEquals } from "@std/assert";
import { BenchRun } from "../bench_run.ts";
import { callCosts, held, withProcesses, withVmas } from "./growth.ts";

const run = new BenchRun({ eventCount: 1000, repetitions: 1, warmUpMs: 0, budgetBytes: 2 ** 26 });

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

Deno.test("the costs at the last size are held against those at the baseline", async () => {
  const costs = [10, 40, 30];
  async function* costsOf(count: number) {
    const median = costs[count];
    yield {
      measure: "growth",
      what: "a call",
      setting: "",
      unit: "ns",
      median,
      least: median,
      greatest: median,
      count: 1,
    };
  }
  for (const [limit, isReached] of [[3, true], [2.9, false]] as const) {
    const results = [];
    for await (const result of held({ counts: [0, 1, 2], baseline: 0, limit, costsOf })) results.push(result);
    assertEquals(results.map(({ bar }) => bar?.isReached), [undefined, undefined, isReached]);
    assertEquals(results[2].bar?.says, `at most ${limit} times that of 0`);
  }
});
