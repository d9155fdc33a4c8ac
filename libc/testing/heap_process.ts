/**
 * A process with nothing but a heap, for tests: a program break at a fixed place, and room for mappings.
 */

import { buildImage, kernelPart, type LogWriter, type Machine, System } from "@palimpsest/kernel";
import { UserSpace } from "../memory/user_space.ts";

/** Where the program break starts. */
export const HEAP_START = 0x55_5555_5000;
/** The page below which mmap places mappings. */
const TOP_PAGE = 0x7ffff7fff;

/** What the machine of a heap process has. */
export interface HeapProcessOptions {
  /** Pages that the break is moved up by, so that there is memory to write to. */
  readonly heapPages?: number;
  /** Page frames of the machine. Default: 4096. */
  readonly frameCount?: number;
  readonly log?: LogWriter;
}

/** Boots a machine with process 1, and gives its memory and the start of its heap. */
export function heapProcess(
  { heapPages = 0, frameCount = 4096, log }: HeapProcessOptions = {},
): { machine: Machine; space: UserSpace; base: number } {
  const config = { frameCount, ramPages: Math.max(frameCount, 2 ** 20), swapSlotCount: 0 };
  const machine = new System([kernelPart]).boot(config, log);
  machine.run({ kind: "setup", process: 1, what: "a process with a heap" }, (tx) => {
    tx.emit({ kind: "processNew", process: 1, parent: 0, space: 0, name: "heap" });
    buildImage(tx, {
      name: "heap",
      topPage: TOP_PAGE,
      startBreak: HEAP_START,
      startData: 0,
      endData: 0,
      vmas: [],
    });
    return {};
  });
  const space = new UserSpace(machine, 1);
  if (heapPages > 0) space.call("brk", { address: HEAP_START + heapPages * 4096 });
  return { machine, space, base: HEAP_START };
}
