/** What a reference costs is told for the tree and for the plain stack, in the same setting. */
import { assert, assertEquals } from "@std/assert";
import { BenchRun } from "../bench_run.ts";
import { curveCosts } from "./mrc.ts";

Deno.test("the tree and the plain stack are told side by side", async () => {
  const run = new BenchRun({ eventCount: 1000, repetitions: 1, warmUpMs: 0, budgetBytes: 2 ** 26 });
  const results = [];
  for await (const result of curveCosts(run, 50, 2_000)) results.push(result);
  assertEquals(results.map(({ what }) => what), ["the whole curve", "a plain stack"]);
  assert(results.every(({ median, setting }) => median > 0 && setting === "2,000 references to 50 pages"));
  assert(results[1].timesOurs! > 0);
});
