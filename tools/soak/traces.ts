/**
 * Soak of the default allocator: traces of every kind that is made (made_traces.ts).
 *
 * Seed S is one trace of each kind. What counts as a failure is what no trace may do, whatever its sizes: a block that is
 * not as it should be, memory that is kept, a heap that is mostly waste, calls without end.
 *
 *   TS1  LEAST is what a kind must reach, a good part less than it does; kinds that leave holes in every page (phases)
 *        reach less than others. Of a small heap any ratio is mostly rounding: it may waste so many bytes.
 */
import { DEFAULT_ALLOCATOR } from "@palimpsest/libc";
import { MADE_KINDS, type MadeKind, makeTrace } from "../allocators/made_traces.ts";
import { measureTrace } from "../guests/trace/measure_trace.ts";
import { SMALL_PEAK_BYTES } from "../guests/trace/replay_trace.ts";
import type { RoundResult, Soak, SoakRound } from "./soak.ts";

/** Requests of a trace. */
const LENGTH = 12_000;
/** Utilization, and over time (TS1). */
const LEAST: Readonly<Record<MadeKind, readonly [utilization: number, utilizationOverTime: number]>> = {
  binary: [0.7, 0.5],
  realloc: [0.6, 0.5],
  coalesce: [0.4, 0.25],
  random: [0.75, 0.65],
  lognormal: [0.45, 0.35],
  phases: [0.35, 0.2],
  churn: [0.6, 0.5],
  large: [0.55, 0.4],
  server: [0.45, 0.15],
};
/** Bytes that a small heap may have beyond its payload (TS1). */
const SMALL_WASTE_BYTES = 196_608;
/** What may be kept after the drain, as part of the peak or in bytes. */
const MOST_KEPT = 0.05;
const MOST_KEPT_BYTES = 262_144;
/** Calls that are always fine; beyond, one in so many requests, and one for so many bytes of the footprint. */
const FEW_CALLS = 100;
const REQUESTS_A_CALL = 50;
const BYTES_A_CALL = 65_536;

/** Made traces on the default allocator. */
export const tracesSoak: Soak = {
  name: "traces",
  summary: "made traces of every kind on the default allocator",
  unit: "traces",
  round,
};

function round({ seed }: SoakRound): Promise<RoundResult> {
  const failures = MADE_KINDS.flatMap((kind) => failuresOn(kind, seed));
  return Promise.resolve({ tried: MADE_KINDS.length, failures });
}

/** What is wrong with the default allocator on a made trace, in sentences. */
export function failuresOn(kind: MadeKind, seed: number): string[] {
  const own = measureTrace(makeTrace(kind, seed, LENGTH), DEFAULT_ALLOCATOR, () => 0);
  const [utilization, utilizationOverTime] = LEAST[kind];
  const found = own.measures.errors.map(({ operation, sentence }) => `request ${operation}: ${sentence}`);
  if (own.kept > MOST_KEPT && own.keptBytes > MOST_KEPT_BYTES) found.push(`${own.keptBytes} bytes are kept`);
  const isSmall = own.peakLiveBytes < SMALL_PEAK_BYTES;
  if (isSmall && own.peakFootprintBytes > own.peakLiveBytes + SMALL_WASTE_BYTES) {
    found.push(`the footprint is ${own.peakFootprintBytes} bytes, for ${own.peakLiveBytes} that were live`);
  }
  if (!isSmall && own.utilization < utilization) {
    found.push(`the utilization is ${own.utilization.toFixed(3)}`);
  }
  if (!isSmall && own.utilizationOverTime < utilizationOverTime) {
    found.push(`the utilization over time is ${own.utilizationOverTime.toFixed(3)}`);
  }
  const mostCalls = FEW_CALLS + own.operations / REQUESTS_A_CALL + own.peakFootprintBytes / BYTES_A_CALL;
  if (own.calls > mostCalls) found.push(`${own.calls} calls`);
  return found.map((complaint) => `${kind}: ${complaint}`);
}
