/**
 * Reclaim: what it costs to make room for a page does not depend on how many frames there are.
 *
 *     a process ── uses the pages of an area an eighth larger than memory, one after another, round and round
 *               ── every use is a fault: a page is swapped in, and another one was swapped out for it
 *
 *   RB1  No log is kept, and no accesses are recorded: what is measured is deciding and reducing.
 *   RB2  Counted is the processor's time of this process, a page that was brought in (a policy may keep some of the pages
 *        in memory).
 *   RB3  random has no bar: it takes frames from anywhere, and pays for the processor's caches in a large memory.
 *   RB4  The cost at the largest memory is told as a multiple of the cost at the smallest: at most twice as much, for the
 *        memory of the processor itself is slower where tables are large.
 */
import { cpuUsage } from "node:process";
import {
  type Machine,
  MAP,
  ONLINE_POLICY_NAMES,
  type PolicyName,
  PROT,
  touchMemory,
} from "@palimpsest/kernel";
import type { BenchRun } from "../bench_run.ts";
import { startProcess } from "../mix_world.ts";
import { countText, type Result } from "../result.ts";
import { spreadOf } from "../spread.ts";

const FRAME_COUNTS = [1e3, 1e4, 1e5, 1e6];
/** Uses that one measurement takes. */
const USES = 20_000;
const REPETITIONS = 7;
const PAGE = 4096;
/** How many times slower the largest memory may be than the smallest. */
const GROWTH_BAR = 2;
const START = 0x10000000 * PAGE;

/** Measures reclaim, policy by policy. */
export async function* measureReclaim(run: BenchRun): AsyncGenerator<Result> {
  for (const policy of ONLINE_POLICY_NAMES) {
    let smallest = 0;
    for (const frameCount of FRAME_COUNTS) {
      const result = await reclaimCost(run, policy, frameCount);
      if (smallest === 0) smallest = result.median;
      const ratio = result.median / smallest;
      const bar = {
        says: `at most ${GROWTH_BAR} times that of ${countText(FRAME_COUNTS[0])}`,
        isReached: ratio <= GROWTH_BAR,
      };
      yield frameCount === FRAME_COUNTS.at(-1) && policy !== "random" ? { ...result, bar } : result;
    }
  }
}

/** What a fault costs that has to swap a page out and another one in. */
export async function reclaimCost(run: BenchRun, policy: PolicyName, frameCount: number): Promise<Result> {
  const what = `a page out and a page in, ${countText(frameCount)} frames`;
  await run.breathe(`${policy}, ${countText(frameCount)} frames`, 0, 1);
  const area = pressedMachine(run, policy, frameCount);
  const costs: number[] = [];
  for (let done = 0; done < REPETITIONS; done++) {
    await run.breathe(`${policy}, ${countText(frameCount)} frames`, done, REPETITIONS);
    costs.push(costOf(area));
  }
  return { measure: "reclaim", what, setting: policy, unit: "ns", ...spreadOf(costs) };
}

/** Nanoseconds a page that is brought in, over some uses. */
function costOf(area: PressedArea): number {
  const { state } = area.machine;
  const before = state.process(1).majorFaults;
  const start = cpuUsage();
  useNext(area, USES);
  const { user, system } = cpuUsage(start);
  return (user + system) * 1000 / Math.max(1, state.process(1).majorFaults - before);
}

/** A process that goes round and round an area that is too large for memory. */
export interface PressedArea {
  readonly machine: Machine;
  readonly pageCount: number;
  /** The page to be used next. */
  next: number;
}

/** A machine whose memory is full, and whose swap has room for all. */
export function pressedMachine(run: BenchRun, policy: PolicyName, frameCount: number): PressedArea {
  const pageCount = Math.floor(frameCount * 9 / 8);
  const machine = run.system.boot({
    frameCount,
    ramPages: 2 * pageCount,
    swapSlotCount: pageCount,
    policy,
    policySeed: 1,
    recordsAccesses: false,
  });
  startProcess(machine, 1);
  machine.call(1, "mmap", {
    address: START,
    lengthBytes: pageCount * PAGE,
    prot: PROT.READ | PROT.WRITE,
    flags: MAP.PRIVATE | MAP.ANONYMOUS | MAP.FIXED,
    fd: -1,
  });
  const area = { machine, pageCount, next: 0 };
  useNext(area, pageCount + USES);
  return area;
}

/** Uses the next pages. */
export function useNext(area: PressedArea, count: number): void {
  for (let used = 0; used < count; used++) {
    touchMemory(area.machine, 1, START + area.next * PAGE, { write: true });
    area.next = (area.next + 1) % area.pageCount;
  }
}
