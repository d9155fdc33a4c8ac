/** Tests of the measure of file pages. */
import { assert, assertEquals } from "@std/assert";
import { BenchRun } from "../bench_run.ts";
import { fileCosts } from "./files.ts";

const run = new BenchRun({ eventCount: 1000, repetitions: 1, warmUpMs: 0, budgetBytes: 2 ** 26 });

Deno.test("what file pages cost is told for each way to reach them", async () => {
  const costs = [];
  for await (const result of fileCosts(run, 1024)) costs.push(result);
  assertEquals(costs.length, 5);
  assert(costs.every(({ median, setting }) => median > 0 && setting === "1,024 cached pages"));
});
