/**
 * Recording: the mix decided, reduced and appended to a log in memory. What drives the mix counts too.
 */
import type { BenchRun } from "../bench_run.ts";
import { LogBytes } from "../log_bytes.ts";
import { runMix } from "../mix.ts";
import { MIX_CONFIG } from "../mix_world.ts";
import type { Locality } from "../mix_worker.ts";
import { atLeast, countText, type Result } from "../result.ts";
import { judged, scaled } from "../spread.ts";

/** Events/s that recording must reach, in millions. */
const RECORD_BAR = 1;

/** Measures recording, clustered and scattered. */
export async function* measureRecord(run: BenchRun): AsyncGenerator<Result> {
  const { eventCount } = run.options;
  for (const locality of ["clustered", "scattered"] as const) {
    const time = await run.time(
      `recording ${locality}`,
      () => {},
      () => record(run, eventCount, locality),
    );
    const perEvent = scaled(time, 1e6 / eventCount);
    yield {
      measure: "record",
      what: "decide, reduce and append",
      setting: `${countText(eventCount)} events, ${locality}`,
      unit: "ns/event",
      ...perEvent,
      bar: atLeast(RECORD_BAR, "M events/s", 1000 / judged(perEvent)),
    };
  }
}

function record(run: BenchRun, eventCount: number, locality: Locality): Uint8Array {
  const log = new LogBytes(MIX_CONFIG);
  runMix(run.system, { eventCount, locality }, log.writer);
  return log.close();
}
