/**
 * A trace of references as a guest: `record x.refs --frames 3 --policy fifo --watermarks 0` makes them on a machine, where each
 * becomes an access or a fault, and each page that goes a reclaim.
 *
 *     page p of the trace ──▶ page p - lowest of a file on disk, mapped shared, without reading ahead
 *
 *   RG1  A page of the file is in memory or it is not: a reference to one that is not is a major fault. So with no watermarks
 *        the faults are those that the command policies counts. (Anonymous memory would show the zero page at first.)
 *   RG2  A write to a page that was read before takes a minor fault too: the disk's file is told (page_mkwrite).
 *   RG3  Pages further apart than a file can be large are numbered in the order in which they are first seen.
 */

import {
  addressOf,
  FILE_REGULAR,
  FS_EXT4,
  type Machine,
  type MachineConfig,
  MADV,
  MAP,
  OPEN,
  PAGE_SIZE,
  PROT,
  touchMemory,
} from "@palimpsest/kernel";
import { furnishFile } from "@palimpsest/fs";
import { BARE_PID, startBareProcess } from "@palimpsest/libc";
import { countEvents } from "../event_counts.ts";
import type { Guest, GuestKind, GuestReport, ReadOptions } from "../guest.ts";
import { machineWith, type MemoryWishes } from "../memory_wishes.ts";
import { ReferenceTrace } from "./reference_trace.ts";
import { inputKindOf, readStream } from "./source.ts";

/** The machine that references are made on: 4 GiB, no swap; what is touched is recorded. */
const REFERENCES_MACHINE: MachineConfig = {
  frameCount: 2 ** 20,
  ramPages: 2 ** 20,
  swapSlotCount: 0,
  recordsAccesses: true,
};
const FILE_PATH = "/references";
/** 8 TiB. */
const MOST_FILE_PAGES = 2 ** 31;

/** Traces of references: .refs, and the output of valgrind's lackey. */
export const referencesGuest: GuestKind = {
  what: "a trace of references (.refs, or valgrind's lackey)",
  recognizes: (path, bytes) => /\.(refs|lackey)(\.gz)?$/.test(path) || inputKindOf(bytes) === "lackey",
  read: readReferencesGuest,
};

async function readReferencesGuest(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  { memory }: ReadOptions = {},
): Promise<Guest> {
  const trace = new ReferenceTrace();
  await readStream(new Blob([bytes]).stream(), path, trace);
  return new ReferencesGuest(path, trace, memory);
}

/** One trace, ready to run. */
class ReferencesGuest implements Guest {
  readonly title: string;
  readonly config: MachineConfig;

  constructor(path: string, private readonly trace: ReferenceTrace, memory?: MemoryWishes) {
    this.title = `the references ${path}`;
    this.config = machineWith(REFERENCES_MACHINE, memory);
  }

  run(machine: Machine, observe: (done: number, total: number) => void): GuestReport {
    const { trace } = this;
    const events = countEvents(machine);
    startBareProcess(machine);
    const fileIndexes = fileIndexesOf(trace);
    const start = mapFile(machine, fileIndexes.reduce((most, index) => Math.max(most, index), 0) + 1);
    let done = 0;
    for (const word of trace.references) {
      const address = start + fileIndexes[word >>> 1] * PAGE_SIZE;
      if (touchMemory(machine, BARE_PID, address, { write: (word & 1) !== 0 }) !== undefined) break;
      observe(++done, trace.length);
    }
    machine.endStores();
    const { majorFaults } = machine.state.process(BARE_PID);
    return {
      events,
      checked: {},
      differedCount: 0,
      differences: [],
      given: {},
      notes: [],
      output: "",
      ending:
        `made ${done} references to ${trace.pageCount} pages, and ${majorFaults} of them had to bring the page in`,
      ...(done === trace.length ? {} : { stopped: `No frame could be made free for reference ${done + 1}.` }),
    };
  }
}

/** The page of the file for each page of a trace, by its number (RG3). */
function fileIndexesOf(trace: ReferenceTrace): Float64Array {
  const pages = Float64Array.from({ length: trace.pageCount }, (_, number) => trace.pageOf(number));
  const lowest = pages.reduce((least, page) => Math.min(least, page), Infinity);
  const indexes = pages.map((page) => page - lowest);
  return indexes.every((index) => index < MOST_FILE_PAGES) ? indexes : indexes.map((_, number) => number);
}

/** Maps a file of so many pages; where. */
function mapFile(machine: Machine, pageCount: number): number {
  furnishFile(machine, {
    path: FILE_PATH,
    fileKind: FILE_REGULAR,
    fileSystem: FS_EXT4,
    sizeBytes: addressOf(pageCount),
    mode: 0o600,
    unknownStorage: false,
  });
  const lengthBytes = addressOf(pageCount);
  const fd = machine.call(BARE_PID, "open", { path: FILE_PATH, flags: OPEN.RDWR });
  const prot = PROT.READ | PROT.WRITE;
  const start = machine.call(BARE_PID, "mmap", { lengthBytes, prot, flags: MAP.SHARED, fd });
  machine.call(BARE_PID, "madvise", { address: start, lengthBytes, advice: MADV.RANDOM });
  return start;
}
