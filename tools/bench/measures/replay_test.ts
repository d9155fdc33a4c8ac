/** Replay, over a small mix. */
import { assert, assertEquals } from "@std/assert";
import { BenchRun } from "../bench_run.ts";
import type { Result } from "../result.ts";
import { measureReplay } from "./replay.ts";

async function resultsOf(): Promise<Result[]> {
  const run = new BenchRun({ eventCount: 1200, repetitions: 1, warmUpMs: 0, budgetBytes: 2 ** 26 });
  const results: Result[] = [];
  for await (const result of measureReplay(run)) results.push(result);
  return results;
}

Deno.test("opening is a part of replay", async () => {
  const results = await resultsOf();
  assertEquals(results.length, 4);
  assert(results.every(({ median, unit }) => median > 0 && unit === "ns/event"));
  assertEquals(results.filter(({ bar }) => bar !== undefined).length, 2);
});
