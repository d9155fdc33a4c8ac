/** The peers, over a small mix. */
import { assert, assertEquals } from "@std/assert";
import { BenchRun } from "../bench_run.ts";
import type { Result } from "../result.ts";
import { measurePeers } from "./peers.ts";

async function resultsOf(): Promise<Result[]> {
  const run = new BenchRun({ eventCount: 1200, repetitions: 1, warmUpMs: 0, budgetBytes: 2 ** 26 });
  const results: Result[] = [];
  for await (const result of measurePeers(run)) results.push(result);
  return results;
}

Deno.test("each peer stands beside our replay of the same events", async () => {
  const results = await resultsOf();
  const ours = results.filter(({ what }) => what === "Palimpsest, replay");
  assertEquals(ours.length, 3);
  assert(results.every((result) => ours.includes(result) || result.timesOurs! > 0));
  assertEquals(results.filter(({ what }) => what === "immer").map(({ bar }) => bar?.says), [
    "at least 20 times ours",
    "at least 20 times ours",
  ]);
});
