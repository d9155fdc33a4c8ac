/** Memory, over a small mix. */
import { assert, assertEquals } from "@std/assert";
import { BenchRun } from "../bench_run.ts";
import type { Result } from "../result.ts";
import { measureMemory } from "./memory.ts";

async function resultsOf(): Promise<Result[]> {
  const run = new BenchRun({ eventCount: 1200, repetitions: 1, warmUpMs: 0, budgetBytes: 2 ** 23 });
  const results: Result[] = [];
  for await (const result of measureMemory(run)) results.push(result);
  return results;
}

Deno.test("the timeline of ten times the events is watched within the budget and within a quarter of it", async () => {
  const results = await resultsOf();
  const counted = results.filter(({ what }) => what === "checkpoints and trails");
  assertEquals(counted.map(({ setting }) => setting), [
    "12,000 events, scattered, 8 MiB",
    "12,000 events, scattered, 2 MiB",
    "12,000 events, clustered, 8 MiB",
    "12,000 events, clustered, 2 MiB",
  ]);
  const same = results.filter(({ what }) => what === "states that are those of the other budget");
  assertEquals(same.length, 4);
  assert([...counted, ...same].every(({ bar }) => bar!.isReached));
});
