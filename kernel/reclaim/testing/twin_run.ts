/**
 * The same random run on two machines, one with plenty of memory and one with little: what they are told must be the same.
 *
 *   TW1  Results of calls, bytes that are loaded, and at the end all of memory and all files are compared.
 *   TW2  MADV_FREE is left out: it lets memory pressure decide what a page holds.
 *   TW3  Files are whole pages long, and read and written in whole pages: what lies behind the end of a file in its last page
 *        becomes zero when it is written back, and that may be at any time.
 */

import { PAGE_SIZE, pagesSpanning } from "../../address.ts";
import { kernelPart, System } from "../../compose.ts";
import type { AnyRecord } from "../../event/schema.ts";
import type { LogWriter } from "../../log/writer.ts";
import type { Machine } from "../../machine.ts";
import type { MachineConfig } from "../../machine_config.ts";
import { MADV } from "../../memory/mmap_flags.ts";
import { RandomRun } from "../../testing/random_run.ts";
import type { CallArguments } from "../../syscalls/call.ts";

const system = new System([kernelPart]);
const PLENTY: MachineConfig = { frameCount: 16_000, ramPages: 16_000, swapSlotCount: 16_000 };

const FILE_CALLS: ReadonlySet<string> = new Set([
  "read",
  "write",
  "pread64",
  "pwrite64",
  "lseek",
  "ftruncate",
]);

/** The same with sizes and positions rounded up to whole pages. */
function wholePages<T extends object>(fields: T): T {
  const rounded = Object.entries(fields).map(([name, value]) =>
    typeof value === "number" && /bytes$|^position$|^offset$/i.test(name)
      ? [name, pagesSpanning(value) * PAGE_SIZE]
      : [name, value]
  );
  return Object.fromEntries(rounded);
}

/** A machine that tells its calls and their results. */
export interface ToldRun {
  readonly machine: Machine;
  readonly run: RandomRun;
  /** Calls with their results since the last look. */
  readonly told: string[];
  /** Whether somebody waited for frames in vain: from there on results may differ. */
  isOutOfMemory: boolean;
  /** Called after every event. */
  onEvent: (header: AnyRecord) => void;
}

/** A random run on a machine of its own; `config` changes the one with plenty of memory. */
export function toldRun(seed: number, config: Partial<MachineConfig>, log?: LogWriter): ToldRun {
  const machine = system.boot({ ...PLENTY, ...config }, log);
  const told: string[] = [];
  const call = machine.call.bind(machine);
  machine.call = (pid: number, name: string, args: CallArguments) => {
    if (name === "madvise" && args.advice === MADV.FREE) return 0;
    const result = call(pid, name, FILE_CALLS.has(name) ? wholePages(args) : args);
    told.push(`${pid} ${name}(${JSON.stringify(args)}) = ${result}`);
    return result;
  };
  const apply = machine.apply.bind(machine);
  machine.apply = (effect) =>
    apply(effect.kind === "inodeNew" ? { ...effect, ...wholePages(effect) } : effect);
  const run = new RandomRun(machine, seed);
  const made: ToldRun = { machine, run, told, isOutOfMemory: false, onEvent: () => {} };
  machine.observer = {
    event(header, outcome) {
      // A reclaim for somebody who waits that frees nothing: here a result may be ENOMEM, or a process be killed.
      const isInVain = header.kind === "reclaim" && header.process !== 0 && outcome.swappedOut === 0 &&
        outcome.dropped === 0;
      if (isInVain) made.isOutOfMemory = true;
      made.onEvent(header);
    },
  };
  return made;
}
