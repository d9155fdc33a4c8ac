/** A run of the benchmark: repetitions, kept logs, interruption. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { openLog } from "@palimpsest/kernel";
import { Interrupted } from "../command_line/interruption.ts";
import { BenchRun } from "./bench_run.ts";

const options = { eventCount: 1000, repetitions: 3, budgetBytes: 2 ** 28 };

Deno.test("each repetition gets what was prepared for it", async () => {
  const run = new BenchRun(options);
  let prepared = 0;
  const seen: number[] = [];
  const spread = await run.time("counting", () => ++prepared, (value) => seen.push(value));
  assertEquals(seen, [1, 2, 3]);
  assertEquals(spread.count, 3);
});

Deno.test("a log is recorded once a run", async () => {
  const run = new BenchRun(options);
  const bytes = await run.log(1000, "clustered");
  assert(openLog(bytes).eventCount >= 1000);
  assert(await run.log(1000, "clustered") === bytes);
});

Deno.test("an interrupted run ends at its next breath", async () => {
  const run = new BenchRun(options);
  run.interrupt();
  await assertRejects(() => run.log(1000, "clustered"), Interrupted);
});
