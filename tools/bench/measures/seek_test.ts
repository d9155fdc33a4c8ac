/** Seeking, over a small mix. */
import { assert, assertEquals } from "@std/assert";
import { BenchRun } from "../bench_run.ts";
import type { Result } from "../result.ts";
import { measureSeek } from "./seek.ts";

async function resultsOf(): Promise<Result[]> {
  const run = new BenchRun({ eventCount: 1200, repetitions: 1, warmUpMs: 0, budgetBytes: 2 ** 23 });
  const results: Result[] = [];
  for await (const result of measureSeek(run)) results.push(result);
  return results;
}

Deno.test("seeks and steps are held against their bars, clustered and scattered", async () => {
  const results = await resultsOf();
  assertEquals(results.filter(({ bar }) => bar !== undefined).length, 6);
  assert(results.every(({ median }) => median >= 0));
});
