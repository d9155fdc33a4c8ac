/** Bytes by kind of event, and deflating. */
import { assert, assertEquals } from "@std/assert";
import { BenchRun } from "../bench_run.ts";
import { kindSizes, measureLogSize } from "./log_size.ts";

const run = new BenchRun({ eventCount: 2000, repetitions: 1, warmUpMs: 0, budgetBytes: 2 ** 26 });

Deno.test("the sizes of the kinds add up to the payloads of the log", async () => {
  const bytes = await run.log(2000, "clustered");
  const sizes = [...kindSizes(run, bytes).values()];
  const total = sizes.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);
  assert(total < bytes.length && total > 0.98 * bytes.length);
  assertEquals(kindSizes(run, bytes).get("boot")!.count, 1);
});

Deno.test("a deflated log is smaller", async () => {
  for await (const { what, median } of measureLogSize(run)) {
    if (what.startsWith("deflated")) assert(median > 10 && median < 90, `${median} %`);
  }
});
