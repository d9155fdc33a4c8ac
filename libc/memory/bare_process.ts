/**
 * A process with nothing in it but a page of static data and a program break: what a trace of allocator requests runs
 * in, and tests of allocators.
 */

import { buildImage, type Machine, VM } from "@palimpsest/kernel";

/** The process. */
export const BARE_PID = 1;
/** Where its program break starts. */
export const HEAP_START = 0x55_5555_5000;
/** Where its static data lies: one page of zeros. */
export const STATIC_START = 0x55_5500_0000;
/** Bytes of its static data. */
export const STATIC_BYTES = 4096;
/** The page below which mmap places mappings. */
const TOP_PAGE = 0x7ffff7fff;
const DATA = VM.READ | VM.WRITE | VM.MAYREAD | VM.MAYWRITE | VM.MAYEXEC | VM.ACCOUNT;

/** Gives a machine a bare process; the first one in a fresh machine unless told otherwise. */
export function startBareProcess(machine: Machine, pid = BARE_PID): void {
  machine.run({ kind: "setup", process: pid, what: "a process with a heap" }, (tx) => {
    tx.emit({ kind: "processNew", process: pid, parent: 0, space: 0, name: "heap" });
    const startPage = STATIC_START / STATIC_BYTES;
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
