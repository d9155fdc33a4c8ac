/** Tests of the measure of names. */
import { assert, assertEquals } from "@std/assert";
import { BenchRun } from "../bench_run.ts";
import { listAll, nameCosts, withNames } from "./names.ts";

const run = new BenchRun({ eventCount: 1000, repetitions: 1, warmUpMs: 0, budgetBytes: 2 ** 26 });

Deno.test("the directory has as many names as it was asked for, and all of them are listed", () => {
  // 24 bytes for each of . and .., n0 … n9, n10 … n99.
  assertEquals(listAll(withNames(run, 100)), 102 * 24);
});

Deno.test("what names cost is told for each use", async () => {
  const costs = [];
  for await (const result of nameCosts(run, 1000)) costs.push(result);
  assertEquals(costs.map(({ what }) => what), [
    "look-up of a name",
    "a name made and removed",
    "listing, by name",
  ]);
  assert(costs.every(({ median }) => median > 0));
});
