/** How a timeline is watched, over a small mix. */
import { assert, assertEquals } from "@std/assert";
import { BenchRun } from "./bench_run.ts";
import { openWhole, watchSeeks, watchSteps } from "./timeline_watch.ts";

Deno.test("a timeline that was opened whole is watched at every repetition", async () => {
  const run = new BenchRun({ eventCount: 1200, repetitions: 2, warmUpMs: 0, budgetBytes: 2 ** 23 });
  const timeline = openWhole(run, await run.log(1200, "clustered"));
  assert(timeline.memory.checkpointCount > 0);
  const effort = { seeks: 40, places: 3, stepsAPlace: 20, repetitions: 2 };
  for (
    const watched of [
      await watchSeeks(run, timeline, "seeking", effort),
      await watchSteps(run, timeline, "stepping", effort),
    ]
  ) {
    assertEquals(watched.median.count, 2);
    assert(watched.median.median <= watched.slow.greatest && watched.slow.median <= watched.longest.greatest);
    assert(watched.slow.processor! >= watched.median.processor!);
  }
});
