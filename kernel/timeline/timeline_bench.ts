/**
 * What the timeline costs: nanoseconds an event of a fold, milliseconds a seek and a step back, bytes of checkpoints.
 *
 *     deno run --v8-flags=--expose-gc kernel/timeline/timeline_bench.ts [million events, default 1]
 *
 * The logs are faults only, clustered and scattered over 4 GiB (testing/fault_log.ts): the worst there is for checkpoints,
 * as each event touches another part of the page table.
 */

import { openLog } from "../log/reader.ts";
import { Random } from "../testing/random.ts";
import { LogFold } from "./log_fold.ts";
import { faultLog, type FaultLogMaking, faultSystem } from "./testing/fault_log.ts";
import { Timeline } from "./timeline.ts";

const STEP_COUNT = 1000;
const REGION_PAGES = 2 ** 20;

/** Bytes that JavaScript holds. */
function bytesInUse(): number {
  const collect = (globalThis as { gc?: () => void }).gc;
  collect?.();
  collect?.();
  const { heapUsed, external } = Deno.memoryUsage();
  return collect === undefined ? NaN : heapUsed + external;
}

function milliseconds(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** Median, 99th percentile and maximum, in milliseconds. */
function spread(times: number[]): string {
  const sorted = times.sort((one, other) => one - other);
  const at = (part: number) => sorted[Math.floor(part * (sorted.length - 1))].toFixed(3);
  return `median ${at(0.5)}  p99 ${at(0.99)}  most ${at(1)} ms`;
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

function measure(making: FaultLogMaking): void {
  const { bytes } = faultLog(making);
  const perEvent = 1e6 / making.faultCount;
  const pure = Array.from({ length: 5 }, () =>
    milliseconds(() => {
      const fold = new LogFold(openLog(bytes), faultSystem);
      fold.fold(fold.emptyState(making.residentPages + 2), fold.start(), fold.lastEvent);
    }) * perEvent);
  console.log(
    `${making.pattern}, ${making.faultCount} faults, ${
      (bytes.length / making.faultCount).toFixed(1)
    } bytes each`,
  );
  console.log(`  CRC and fold                 ${Math.min(...pure).toFixed(0)} ns an event`);
  const before = bytesInUse();
  let timeline!: Timeline;
  const opening = milliseconds(() => {
    timeline = Timeline.open(openLog(bytes), faultSystem);
    timeline.replayAll();
  });
  const taken = bytesInUse() - before;
  const { checkpointCount, checkpointBytes, spacingWork } = timeline.memory;
  console.log(`  the same with checkpoints    ${(opening * perEvent).toFixed(0)} ns an event`);
  console.log(`  checkpoints                  ${checkpointCount}, every ${spacingWork} of work`);
  console.log(`  their bytes, and the heap's  ${mebibytes(checkpointBytes)}, ${mebibytes(taken)}`);
  const random = new Random(5);
  const seekCount = Math.max(20, Math.round(1000 / (making.faultCount / 1e6) ** 2));
  const seeks = Array.from({ length: seekCount }, () => {
    const event = random.below(timeline.lastEvent + 1);
    return milliseconds(() => timeline.seek(event));
  });
  console.log(`  seek anywhere                ${spread(seeks)}`);
  for (const start of [timeline.lastEvent, Math.floor(timeline.lastEvent / 3)]) {
    let view = timeline.seek(start);
    const steps = Array.from(
      { length: STEP_COUNT },
      () => milliseconds(() => view = timeline.stepBack(view)),
    );
    console.log(`  step back from ${String(start).padEnd(14)}${spread(steps)}`);
  }
}

const faultCount = Number(Deno.args[0] ?? 1) * 1e6;
const residentPages = faultCount <= REGION_PAGES ? REGION_PAGES : REGION_PAGES / 4;
for (const pattern of ["clustered", "scattered"] as const) {
  measure({ pattern, faultCount, regionPages: REGION_PAGES, residentPages });
}
