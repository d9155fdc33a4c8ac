/** Every measure, over a small mix. */
import { assert, assertEquals } from "@std/assert";
import { BenchRun } from "./bench_run.ts";
import { measures } from "./suite.ts";

/** Measures whose sizes do not depend on the mix; they have tests of their own. */
const OWN_SIZES = ["growth", "reclaim", "mrc", "files", "names"];

Deno.test("every measure but those with sizes of their own yields results that are named and positive, over a small mix", async () => {
  for (const [name, measure] of Object.entries(measures)) {
    if (OWN_SIZES.includes(name)) continue;
    const run = new BenchRun({ eventCount: 1200, repetitions: 1, warmUpMs: 0, budgetBytes: 2 ** 26 });
    let count = 0;
    for await (const result of measure(run)) {
      assertEquals(result.measure, name);
      assert(result.median > 0, `${name}: ${result.what} is ${result.median}`);
      assert(result.least <= result.median && result.median <= result.greatest);
      count++;
    }
    assert(count > 0);
  }
});
