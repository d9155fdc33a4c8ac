/**
 * A process with nothing but static data and a heap, for tests: a page of zeros at a fixed place, a program break, and
 * room for mappings.
 */

import { buildImage, type LogWriter, type Machine, RLIM_INFINITY, RLIMIT, VM } from "@palimpsest/kernel";
import { boot } from "../boot.ts";
import { UserSpace } from "../memory/user_space.ts";

/** Where the program break starts. */
export const HEAP_START = 0x55_5555_5000;
/** Where the static data lies: one page. */
export const STATIC_START = 0x55_5500_0000;
/** The process. */
export const HEAP_PID = 1;
/** The page below which mmap places mappings. */
const TOP_PAGE = 0x7ffff7fff;
const DATA = VM.READ | VM.WRITE | VM.MAYREAD | VM.MAYWRITE | VM.MAYEXEC | VM.ACCOUNT;

/** What the machine of a heap process has. */
export interface HeapProcessOptions {
  /** Pages that the break is moved up by, so that there is memory to write to. */
  readonly heapPages?: number;
  /** Page frames of the machine. Default: 4096. */
  readonly frameCount?: number;
  /** Bytes of address space that the process may have (RLIMIT_AS). */
  readonly limitBytes?: number;
  readonly log?: LogWriter;
}

/** A process to test with. */
export interface HeapProcess {
  readonly machine: Machine;
  readonly space: UserSpace;
  /** The start of the heap. */
  readonly base: number;
  /** A page of static data, zero at the start. */
  readonly statics: number;
}

/** Boots a machine with process 1, and gives its memory. */
export function heapProcess(
  { heapPages = 0, frameCount = 4096, limitBytes = RLIM_INFINITY, log }: HeapProcessOptions = {},
): HeapProcess {
  const config = { frameCount, ramPages: Math.max(frameCount, 2 ** 20), swapSlotCount: 0 };
  const machine = boot(config, log);
  furnishHeapProcess(machine);
  const space = new UserSpace(machine, HEAP_PID);
  if (limitBytes !== RLIM_INFINITY) {
    space.call("setrlimit", { resource: RLIMIT.AS, soft: limitBytes, hard: RLIM_INFINITY });
  }
  if (heapPages > 0) space.call("brk", { address: HEAP_START + heapPages * 4096 });
  return { machine, space, base: HEAP_START, statics: STATIC_START };
}

/** Gives a fresh machine its process. */
export function furnishHeapProcess(machine: Machine): void {
  machine.run({ kind: "setup", process: HEAP_PID, what: "a process with a heap" }, (tx) => {
    tx.emit({ kind: "processNew", process: HEAP_PID, parent: 0, space: 0, name: "heap" });
    const startPage = STATIC_START / 4096;
    buildImage(tx, {
      name: "heap",
      topPage: TOP_PAGE,
      startBreak: HEAP_START,
      startData: 0,
      endData: 0,
      vmas: [{
        startPage,
        endPage: startPage + 1,
        flags: DATA,
        file: 0,
        inode: 0,
        pageOffset: startPage,
        name: "",
        present: [],
      }],
    });
    return {};
  });
}
