/**
 * Replay: a log in memory is opened (checksums), decoded, reduced, and its digests verified. And the opening alone.
 */
import { openLog } from "@palimpsest/kernel";
import type { BenchRun } from "../bench_run.ts";
import { foldLog } from "../fold_log.ts";
import { atLeast, countText, type Result } from "../result.ts";
import { judged, scaled } from "../spread.ts";

/** Events/s that replay must reach, in millions. */
const REPLAY_BAR = 5;

/** Measures replay, clustered and scattered. */
export async function* measureReplay(run: BenchRun): AsyncGenerator<Result> {
  const { eventCount } = run.options;
  for (const locality of ["clustered", "scattered"] as const) {
    const log = await run.log(eventCount, locality);
    const setting = `${countText(eventCount)} events, ${locality}`;
    const replaying = await run.time(`replaying ${locality}`, () => {}, () => foldLog(run.system, log));
    const perEvent = scaled(replaying, 1e6 / eventCount);
    const bar = atLeast(REPLAY_BAR, "M events/s", 1000 / judged(perEvent));
    const common = { measure: "replay", setting, unit: "ns/event" };
    yield { ...common, what: "open, decode, reduce, verify", ...perEvent, bar };
    const opening = await run.time(`opening ${locality}`, () => {}, () => openLog(log));
    yield {
      ...common,
      what: "open: checksums and the table of blocks",
      ...scaled(opening, 1e6 / eventCount),
    };
  }
}
