/**
 * File pages: reading them by read() and through a mapping, changing them by write() and through a mapping, with so many pages of
 * the file cached. None of it may depend on how many there are.
 */
import { type Machine, touchMemory } from "@palimpsest/kernel";
import type { BenchRun } from "../bench_run.ts";
import { CACHED_FILE, withCachedFile } from "../cached_file.ts";
import { ARENA } from "../mix_world.ts";
import { countText, type Result } from "../result.ts";
import { scaled } from "../spread.ts";

/** Cached pages. */
const CACHED_COUNTS = [1e3, 1e6];
/** Calls, or faults, that one measurement takes. */
const CALLS = 2_000;
const REPETITIONS = 9;
const PAGE = 4096;
const MADV_DONTNEED = 4;
/** A step through the pages that comes to each of them, far from the last one. */
const STRIDE = 7919;

/** Measures file pages. */
export async function* measureFiles(run: BenchRun): AsyncGenerator<Result> {
  for (const count of CACHED_COUNTS) yield* fileCosts(run, count);
}

/** What it costs to reach pages of a file of which `count` are cached. */
export async function* fileCosts(run: BenchRun, count: number): AsyncGenerator<Result> {
  const setting = `${countText(count)} cached pages`;
  await run.breathe(setting, 0, 1);
  const machine = withCachedFile(run.system, count);
  let at = 0;
  const nextPage = () => at = (at + STRIDE) % count;
  const call = (name: string) =>
    machine.call(1, name, { fd: 0, buffer: ARENA * PAGE, lengthBytes: PAGE, position: nextPage() * PAGE });
  const work: [string, () => void][] = [
    ["read() of a page", () => call("pread64")],
    ["write() of a page", () => call("pwrite64")],
    ["write() of a page, and fsync()", () => {
      call("pwrite64");
      machine.call(1, "fsync", { fd: 0 });
    }],
    ["a fault that reads, and its madvise", () => faultAndDiscard(machine, nextPage(), false)],
    ["a fault that writes, and its madvise", () => faultAndDiscard(machine, nextPage(), true)],
  ];
  for (const [what, act] of work) {
    const repeat = () => {
      for (let done = 0; done < CALLS; done++) act();
    };
    repeat();
    const time = await run.time(setting, () => {}, repeat, REPETITIONS);
    yield { measure: "files", what, setting, unit: "ns", ...scaled(time, 1e6 / CALLS) };
  }
}

function faultAndDiscard(machine: Machine, page: number, write: boolean): void {
  const address = (CACHED_FILE + page) * PAGE;
  touchMemory(machine, 1, address, { write });
  machine.call(1, "madvise", { address, lengthBytes: PAGE, advice: MADV_DONTNEED });
}
