/** A run of the benchmark: repetitions, kept logs, interruption. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { openLog } from "@palimpsest/kernel";
import { Interrupted } from "../command_line/interruption.ts";
import { BenchRun } from "./bench_run.ts";

const options = { eventCount: 1000, repetitions: 3, warmUpMs: 0, budgetBytes: 2 ** 28 };

Deno.test("each repetition gets what was prepared for it", async () => {
  const run = new BenchRun(options);
  let prepared = 0;
  const seen: number[] = [];
  const spread = await run.time("counting", () => ++prepared, (value) => seen.push(value));
  assertEquals(seen, [1, 2, 3]);
  assertEquals(spread.count, 3);
  assertEquals(spread.first, undefined);
});

Deno.test("a run warms up once at least, and the first time counts in no median", async () => {
  const run = new BenchRun({ ...options, warmUpMs: 1e-6 });
  let done = 0;
  const spread = await run.time("counting", () => {}, () => done++);
  assertEquals(done, 4);
  assertEquals(spread.count, 3);
  assert(spread.first! > 0, `the first time took ${spread.first} ms`);
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
