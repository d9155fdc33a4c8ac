/** Recording, over a small mix. */
import { assert, assertEquals } from "@std/assert";
import { BenchRun } from "../bench_run.ts";
import type { Result } from "../result.ts";
import { measureRecord } from "./record.ts";

async function resultsOf(): Promise<Result[]> {
  const run = new BenchRun({ eventCount: 1200, repetitions: 1, warmUpMs: 0, budgetBytes: 2 ** 26 });
  const results: Result[] = [];
  for await (const result of measureRecord(run)) results.push(result);
  return results;
}

Deno.test("recording is held against its bar, clustered and scattered", async () => {
  const results = await resultsOf();
  assertEquals(results.map(({ setting }) => setting), ["1,200 events, clustered", "1,200 events, scattered"]);
  assert(results.every(({ bar, median }) => bar !== undefined && median > 0));
});
