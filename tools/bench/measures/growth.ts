/**
 * Growth: twice the events take twice the time, and what a call costs does not depend on how much state there is beside.
 *
 *     events            the mix, recorded and replayed, at each size
 *     VMAs              a page mapped and unmapped, and a page fault, in a space with so many VMAs
 *     cached pages      a fault on a page of a file of which so many pages are cached
 *     processes         a fault, a page mapped and unmapped, beside so many processes
 */
import { type Machine, touchMemory } from "@palimpsest/kernel";
import type { BenchRun } from "../bench_run.ts";
import { CACHED_FILE, withCachedFile } from "../cached_file.ts";
import { foldLog } from "../fold_log.ts";
import { runMix } from "../mix.ts";
import { ARENA, bootMixWorld, MIX_CONFIG, startProcess } from "../mix_world.ts";
import { countText, type Result } from "../result.ts";
import { judged, scaled, spreadOf } from "../spread.ts";

const EVENT_COUNTS = [1e4, 1e5, 1e6, 1e7];
const VMA_COUNTS = [10, 100, 1_000, 10_000, 60_000];
const CACHED_COUNTS = [1e3, 1e4, 1e5, 1e6];
const PROCESS_COUNTS = [1, 10, 100, 1_000];
/** Pairs of calls, or faults, that one measurement takes. */
const CALLS = 2_000;
const REPETITIONS = 9;
const PAGE = 4096;
const PROT_READ_WRITE = 3;
const MAP_PRIVATE_ANONYMOUS = 0x22;
const MAP_FIXED = 0x10;
const MADV_DONTNEED = 4;
/** Where the VMAs of the measurement lie, and the page that is mapped among them. */
const MANY = 0x1000000;

/** How many times as much an event may cost among ten times the events. */
const EVENT_BAR = 1.5;
/** How many times as much a call may cost beside the most state: the processor's own memory is slower where tables are large. */
const CALL_BAR = 2;

/** A series of settings: what is measured at each size, and what the last is held against. */
interface Series {
  readonly counts: readonly number[];
  /** The size that the last is compared with. */
  readonly baseline: number;
  /** How many times the cost there it may be. */
  readonly limit: number;
  readonly costsOf: (count: number) => AsyncGenerator<Result>;
}

/** Measures growth. */
export async function* measureGrowth(run: BenchRun): AsyncGenerator<Result> {
  const eventCounts = EVENT_COUNTS.filter((count) => count <= 10 * run.options.eventCount);
  const mostEvents = eventCounts[eventCounts.length - 1];
  yield* held({
    counts: eventCounts,
    baseline: mostEvents / 10,
    limit: EVENT_BAR,
    costsOf: (count) => eventCosts(run, count),
  });
  run.forgetLogs();
  const calls = { limit: CALL_BAR };
  yield* held({
    ...calls,
    counts: VMA_COUNTS,
    baseline: VMA_COUNTS[0],
    costsOf: (count) => callCosts(run, `${countText(count)} VMAs`, () => withVmas(run, count)),
  });
  yield* held({
    ...calls,
    counts: CACHED_COUNTS,
    baseline: CACHED_COUNTS[0],
    costsOf: (count) => cacheCosts(run, count),
  });
  yield* held({
    ...calls,
    counts: PROCESS_COUNTS,
    baseline: PROCESS_COUNTS[0],
    costsOf: (count) => callCosts(run, `${countText(count)} processes`, () => withProcesses(run, count)),
  });
}

/** The costs at every size; those at the last are held against those at the baseline. */
export async function* held({ counts, baseline, limit, costsOf }: Series): AsyncGenerator<Result> {
  const before = new Map<string, number>();
  for (const count of counts) {
    for await (const result of costsOf(count)) {
      if (count === baseline) before.set(result.what, judged(result));
      const earlier = count === counts[counts.length - 1] ? before.get(result.what) : undefined;
      if (earlier === undefined) yield result;
      else {
        const says = `at most ${limit} times that of ${countText(baseline)}`;
        yield { ...result, bar: { says, isReached: judged(result) <= limit * earlier } };
      }
    }
  }
}

/** What an event costs in a mix of so many, and the bytes that the log takes for it. */
async function* eventCosts(run: BenchRun, eventCount: number): AsyncGenerator<Result> {
  const repetitions = eventCount >= 1e7 ? 1 : 3;
  const common = { measure: "growth", setting: `${countText(eventCount)} events`, unit: "ns/event" };
  const record = () => runMix(run.system, { eventCount, locality: "clustered" });
  const recording = await run.time(`recording ${common.setting}`, () => {}, record, repetitions);
  yield { ...common, what: "decide and reduce, without a log", ...scaled(recording, 1e6 / eventCount) };
  const log = await run.log(eventCount, "clustered");
  const replaying = await run.time(
    `replaying ${common.setting}`,
    () => {},
    () => foldLog(run.system, log),
    repetitions,
  );
  yield { ...common, what: "replay", ...scaled(replaying, 1e6 / eventCount) };
  yield { ...common, what: "the log", ...spreadOf([log.length / eventCount]), unit: "bytes/event" };
}

/** What a mapping, and a fault, cost on a machine. */
export async function* callCosts(
  run: BenchRun,
  setting: string,
  make: () => Machine,
): AsyncGenerator<Result> {
  await run.breathe(setting, 0, 1);
  const machine = make();
  const work: [string, () => void][] = [
    ["mmap and munmap of a page", () => mapAndUnmap(machine)],
    ["a page fault and its madvise", () => faultAndDiscard(machine)],
  ];
  for (const [what, act] of work) yield await costOf(run, what, setting, act);
}

async function costOf(run: BenchRun, what: string, setting: string, act: () => void): Promise<Result> {
  const repeat = () => {
    for (let call = 0; call < CALLS; call++) act();
  };
  repeat();
  const time = await run.time(setting, () => {}, repeat, REPETITIONS);
  return { measure: "growth", what, setting, unit: "ns", ...scaled(time, 1e6 / CALLS) };
}

function mapAndUnmap(machine: Machine): void {
  const address = (MANY - 2) * PAGE;
  const flags = MAP_PRIVATE_ANONYMOUS | MAP_FIXED;
  machine.call(1, "mmap", { address, lengthBytes: PAGE, prot: PROT_READ_WRITE, flags, fd: -1, offset: 0 });
  machine.call(1, "munmap", { address, lengthBytes: PAGE });
}

function faultAndDiscard(machine: Machine): void {
  const address = ARENA * PAGE;
  touchMemory(machine, 1, address, { write: true });
  machine.call(1, "madvise", { address, lengthBytes: PAGE, advice: MADV_DONTNEED });
}

/** A machine whose first process has so many VMAs that do not merge. */
export function withVmas(run: BenchRun, count: number): Machine {
  const machine = bootMixWorld(run.system);
  for (let made = 4; made < count; made++) {
    const flags = MAP_PRIVATE_ANONYMOUS | MAP_FIXED;
    const address = (MANY + 2 * made) * PAGE;
    machine.call(1, "mmap", { address, lengthBytes: PAGE, prot: PROT_READ_WRITE, flags, fd: -1, offset: 0 });
  }
  return machine;
}

/** A machine with so many processes. */
export function withProcesses(run: BenchRun, count: number): Machine {
  const machine = run.system.boot(MIX_CONFIG);
  for (let pid = 1; pid <= count; pid++) startProcess(machine, pid);
  return machine;
}

/** What a fault on a file costs, of which so many pages are cached. */
async function* cacheCosts(run: BenchRun, count: number): AsyncGenerator<Result> {
  const setting = `${countText(count)} cached pages`;
  await run.breathe(setting, 0, 1);
  const machine = withCachedFile(run.system, count);
  const touched = (CACHED_FILE + Math.floor(count / 2)) * PAGE;
  yield await costOf(run, "a file fault (16 pages) and its madvise", setting, () => {
    touchMemory(machine, 1, touched, {});
    machine.call(1, "madvise", {
      address: touched - 16 * PAGE,
      lengthBytes: 32 * PAGE,
      advice: MADV_DONTNEED,
    });
  });
}
