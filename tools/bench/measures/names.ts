/**
 * Names: looking one up, making and removing one, and listing all, in a directory of so many. Only the listing may depend on how
 * many there are, and by a name not even that.
 */
import { furnishTree } from "@palimpsest/fs";
import type { Machine } from "@palimpsest/kernel";
import type { BenchRun } from "../bench_run.ts";
import { ARENA, MIX_CONFIG, startProcess } from "../mix_world.ts";
import { countText, type Result } from "../result.ts";
import { scaled } from "../spread.ts";

/** Names in the directory. */
const NAME_COUNTS = [1e3, 1e5];
/** Calls that one measurement takes. */
const CALLS = 2_000;
const REPETITIONS = 9;
const PAGE = 4096;
const BUFFER_BYTES = 4 * PAGE;
const FOLDER = "/tmp/many";
const AT_FDCWD = -100;
const O_DIRECTORY = 0x10000;
/** A step through the names that comes to each of them, far from the last one. */
const STRIDE = 7919;

/** Measures names. */
export async function* measureNames(run: BenchRun): AsyncGenerator<Result> {
  for (const count of NAME_COUNTS) yield* nameCosts(run, count);
}

/** What names cost in a directory of `count`. */
export async function* nameCosts(run: BenchRun, count: number): AsyncGenerator<Result> {
  const setting = `${countText(count)} names`;
  await run.breathe(setting, 0, 1);
  const machine = withNames(run, count);
  let at = 0;
  const look = () => {
    at = (at + STRIDE) % count;
    machine.call(1, "faccessat", { directoryFd: AT_FDCWD, path: `${FOLDER}/n${at}` });
  };
  const make = () => {
    machine.call(1, "mknod", { path: `${FOLDER}/new`, mode: 0o644 });
    machine.call(1, "unlink", { path: `${FOLDER}/new` });
  };
  for (const [what, act] of [["look-up of a name", look], ["a name made and removed", make]] as const) {
    const repeat = () => {
      for (let done = 0; done < CALLS; done++) act();
    };
    repeat();
    const time = await run.time(setting, () => {}, repeat, REPETITIONS);
    yield { measure: "names", what, setting, unit: "ns", ...scaled(time, 1e6 / CALLS) };
  }
  listAll(machine);
  const time = await run.time(setting, () => {}, () => listAll(machine), REPETITIONS);
  yield { measure: "names", what: "listing, by name", setting, unit: "ns", ...scaled(time, 1e6 / count) };
}

/** A machine with a process and a directory of so many names. */
export function withNames(run: BenchRun, count: number): Machine {
  const machine = run.system.boot({ ...MIX_CONFIG });
  startProcess(machine, 1);
  machine.run({ kind: "setup", process: 1, what: "a tree" }, (tx) => {
    furnishTree(tx);
    return {};
  });
  machine.call(1, "mkdir", { path: FOLDER, mode: 0o755 });
  for (let index = 0; index < count; index++) {
    machine.call(1, "mknod", { path: `${FOLDER}/n${index}`, mode: 0o644 });
  }
  return machine;
}

/** Reads a directory to its end: bytes of its entries. */
export function listAll(machine: Machine): number {
  const fd = machine.call(1, "open", { path: FOLDER, flags: O_DIRECTORY });
  let total = 0;
  for (;;) {
    const args = { fd, buffer: ARENA * PAGE, lengthBytes: BUFFER_BYTES };
    const count = machine.call(1, "getdents64", args);
    if (count <= 0) break;
    total += count;
  }
  machine.call(1, "close", { fd });
  return total;
}
