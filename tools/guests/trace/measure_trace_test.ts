/** Tests of what the laboratory measures; the bars of the default allocator, on the traces that are kept here. */
import {
  allAllocators,
  type AllocatorMaking,
  BARE_PID,
  boot,
  DEFAULT_ALLOCATOR,
  MemoryView,
  openAllocator,
  startBareProcess,
  system,
  UserSpace,
} from "@palimpsest/libc";
import { LogWriter, openLog, Timeline } from "@palimpsest/kernel";
import { assert, assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { makeTrace } from "../../allocators/made_traces.ts";
import { measureTrace, TRACE_MACHINE } from "./measure_trace.ts";
import { readTrace } from "./read_trace.ts";
import { TraceReplay } from "./replay_trace.ts";

const pathOf = (name: string) => fromFileUrl(new URL(`../../testdata/alloc/${name}.rep.gz`, import.meta.url));

/** What palimpsest must reach here: somewhat less than it does. Faults are in parts of the peak of the payload. */
const BARS = [
  { name: "sqlite-idx", utilization: 0.94, overTime: 0.8, calls: 140, faults: 1.35 },
  { name: "x-binary-d1", utilization: 0.88, overTime: 0.64, calls: 160, faults: 1.2 },
  { name: "x-realloc-d1", utilization: 0.95, overTime: 0.93, calls: 120, faults: 1.1 },
  { name: "x-large-d1", utilization: 0.76, overTime: 0.62, calls: 140, faults: 3 },
];

for (const { name, utilization, overTime, calls, faults } of BARS) {
  Deno.test(`palimpsest keeps its bars on ${name}`, async () => {
    const result = measureTrace(await readTrace(pathOf(name)), DEFAULT_ALLOCATOR, () => 0);
    assertEquals(result.errors, 0);
    assert(result.utilization >= utilization, `utilization ${result.utilization}`);
    assert(result.utilizationOverTime >= overTime, `over time ${result.utilizationOverTime}`);
    assert(result.calls <= calls, `${result.calls} calls`);
    assert(result.faults <= faults * result.peakLiveBytes / 4096, `${result.faults} faults`);
    assert(
      result.keptBytes <= Math.max(0.05 * result.peakFootprintBytes, 262_144),
      `kept ${result.keptBytes}`,
    );
  });
}

Deno.test("the log of a trace replays to the digest of the live machine, and any step can be looked at", async () => {
  const trace = await readTrace(pathOf("x-coalesce-d1"));
  const chunks: Uint8Array[] = [];
  const log = new LogWriter((bytes) => void chunks.push(bytes.slice()));
  log.header(new TextEncoder().encode(JSON.stringify(TRACE_MACHINE)));
  const machine = boot(TRACE_MACHINE, log);
  startBareProcess(machine);
  new TraceReplay(machine, trace, DEFAULT_ALLOCATOR).run();
  log.close();
  const timeline = Timeline.open(
    openLog(new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer())),
    system(),
  );
  const last = machine.state.eventCount - 1;
  assertEquals(timeline.seek(last).state.digest.toHex(), machine.state.digest.toHex());
  assertEquals(timeline.seek(last / 2 | 0).state.eventCount, (last / 2 | 0) + 1);
});

/** An allocator of which every request meets a fresh object, as after a rewind: it knows what the memory says. */
function forgetful(making: AllocatorMaking): AllocatorMaking {
  return {
    ...making,
    make: (...given) => ({
      allocate: (...request) => making.make(...given).allocate(...request),
      release: (address) => making.make(...given).release(address),
      resize: (...request) => making.make(...given).resize(...request),
      usableBytes: (address) => making.make(...given).usableBytes(address),
      isFresh: (address) => making.make(...given).isFresh(address),
      check: (memory) => making.make(...given).check(memory),
    }),
  };
}

for (const making of allAllocators()) {
  Deno.test(`${making.name}: what it knows lies in the simulated memory: fresh objects leave the same log`, () => {
    for (const kind of ["churn", "realloc", "large"] as const) {
      const trace = makeTrace(kind, 3, 800);
      const [one, other] = [making, forgetful(making)].map((each) => measureTrace(trace, each, () => 0));
      assertEquals([other.errors, other.digest, other.logBytes], [0, one.digest, one.logBytes], kind);
    }
  });
}

Deno.test("a heap of the past is whole: a fresh object finds in it what was there", () => {
  const chunks: Uint8Array[] = [];
  const log = new LogWriter((bytes) => void chunks.push(bytes.slice()));
  log.header(new TextEncoder().encode(JSON.stringify(TRACE_MACHINE)));
  const machine = boot(TRACE_MACHINE, log);
  startBareProcess(machine);
  const replay = new TraceReplay(machine, makeTrace("churn", 4, 3000), DEFAULT_ALLOCATOR);
  const moments: { event: number; blockCount: number }[] = [];
  while (replay.advance()) {
    if (replay.operationCount % 250 !== 0) continue;
    machine.endStores();
    moments.push({ event: machine.state.eventCount - 1, blockCount: [...replay.liveBlocks()].length });
  }
  log.close();
  const bytes = new Uint8Array(chunks.flatMap((chunk) => [...chunk]));
  const timeline = Timeline.open(openLog(bytes), system());
  for (const { event, blockCount } of moments.reverse()) {
    const { state } = timeline.seek(event);
    const allocator = openAllocator(DEFAULT_ALLOCATOR, new UserSpace(machine, BARE_PID));
    assertEquals(allocator.check(new MemoryView(state, BARE_PID)).blockCount, blockCount);
  }
});
