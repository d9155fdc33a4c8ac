/** Results of traces that were never run, for tests of tables and charts. */
import type { TraceResult } from "../../guests/trace/measure_trace.ts";

/** A result with the given ratio; everything else is some number. */
export function traceResult(
  trace: string,
  allocator: string,
  utilization: number,
  peakLiveBytes: number = 2 ** 20,
): TraceResult {
  return {
    trace,
    allocator,
    operations: 1000,
    utilization,
    utilizationOverTime: utilization / 2,
    calls: 10,
    faults: 20,
    kept: 0.05,
    keptBytes: 4096,
    operationsPerSecond: 400_000,
    errors: 0,
    peakLiveBytes,
    peakFootprintBytes: peakLiveBytes / utilization,
    events: 3000,
    logBytes: 30_000,
    digest: "0",
    measures: {
      operations: 1000,
      peakLiveBytes,
      peakFootprintBytes: 0,
      liveSum: 0,
      footprintSum: 0,
      calls: 8,
      drainCalls: 2,
      callsByName: { brk: 10 },
      faults: 20,
      drainFaults: 0,
      footprintAfterDrainBytes: 0,
      errorCount: 0,
      errors: [],
      samples: [[0, 0, 4096], [500, 2048, 8192]],
    },
  };
}
