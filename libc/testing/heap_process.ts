/**
 * A machine with a bare process, for tests of the heap.
 */

import { type LogWriter, type Machine, RLIM_INFINITY, RLIMIT } from "@palimpsest/kernel";
import { boot } from "../boot.ts";
import { BARE_PID, HEAP_START, startBareProcess, STATIC_START } from "../memory/bare_process.ts";
import { UserSpace } from "../memory/user_space.ts";

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

/** Boots a machine with a bare process, and gives its memory. */
export function heapProcess(
  { heapPages = 0, frameCount = 4096, limitBytes = RLIM_INFINITY, log }: HeapProcessOptions = {},
): HeapProcess {
  const config = { frameCount, ramPages: Math.max(frameCount, 2 ** 20), swapSlotCount: 0 };
  const machine = boot(config, log);
  startBareProcess(machine);
  const space = new UserSpace(machine, BARE_PID);
  if (limitBytes !== RLIM_INFINITY) {
    space.call("setrlimit", { resource: RLIMIT.AS, soft: limitBytes, hard: RLIM_INFINITY });
  }
  if (heapPages > 0) space.call("brk", { address: HEAP_START + heapPages * 4096 });
  return { machine, space, base: HEAP_START, statics: STATIC_START };
}
