/**
 * A large file, mapped shared, all of whose pages are in the page cache: what the costs of file pages are measured on.
 */
import type { Machine, System } from "@palimpsest/kernel";
import { MIX_CONFIG, startProcess } from "./mix_world.ts";

/** The page at which the file is mapped, readable and writable. */
export const CACHED_FILE = 0x1000000;
const PAGE = 4096;
const PROT_READ_WRITE = 3;
const MAP_SHARED = 1;
const MAP_FIXED = 0x10;
const MADV_WILLNEED = 3;
/** Pages of one madvise(MADV_WILLNEED). */
const READ_AHEAD_PAGES = 1024;

/** A machine whose first process has opened and mapped a file with so many cached pages. */
export function withCachedFile(system: System, count: number): Machine {
  const machine = system.boot({ ...MIX_CONFIG, frameCount: 2 ** 21 });
  startProcess(machine, 1);
  const lengthBytes = count * PAGE;
  machine.run({ kind: "setup", process: 1, what: "a large file" }, (tx) => {
    tx.emit({ kind: "inodeSize", inode: 1, sizeBytes: lengthBytes });
    return {};
  });
  const address = CACHED_FILE * PAGE;
  const flags = MAP_SHARED | MAP_FIXED;
  machine.call(1, "mmap", { address, lengthBytes, prot: PROT_READ_WRITE, flags, fd: 0, offset: 0 });
  for (let done = 0; done < count; done += READ_AHEAD_PAGES) {
    const part = { address: address + done * PAGE, lengthBytes: READ_AHEAD_PAGES * PAGE };
    machine.call(1, "madvise", { ...part, advice: MADV_WILLNEED });
  }
  return machine;
}
