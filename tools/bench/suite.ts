/**
 * The suite: every measure by name, in the order of a run.
 */
import type { BenchRun } from "./bench_run.ts";
import { measureFiles } from "./measures/files.ts";
import { measureGrowth } from "./measures/growth.ts";
import { measureLogSize } from "./measures/log_size.ts";
import { measureMemory } from "./measures/memory.ts";
import { measureMrc } from "./measures/mrc.ts";
import { measureNames } from "./measures/names.ts";
import { measurePeers } from "./measures/peers.ts";
import { measureReclaim } from "./measures/reclaim.ts";
import { measureRecord } from "./measures/record.ts";
import { measureReplay } from "./measures/replay.ts";
import { measureSeek } from "./measures/seek.ts";
import type { Result } from "./result.ts";

/** A measure: results, one after another. */
export type Measure = (run: BenchRun) => AsyncGenerator<Result>;

/** All measures. */
export const measures: Readonly<Record<string, Measure>> = {
  record: measureRecord,
  replay: measureReplay,
  seek: measureSeek,
  memory: measureMemory,
  size: measureLogSize,
  peers: measurePeers,
  growth: measureGrowth,
  reclaim: measureReclaim,
  mrc: measureMrc,
  files: measureFiles,
  names: measureNames,
};
