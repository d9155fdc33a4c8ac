/**
 * Where the mix runs: a machine with some workers and a process that forks, all with files to map.
 *
 *     each process's space, in pages
 *     0x10000      ARENA   anonymous memory, ARENA_PAGES
 *     0x40000      FILE    a private mapping of its file, FILE_PAGES
 *     0x48000      SHARED  a shared mapping of the same file
 *     0x50000      SMALL   SMALL_PAGES that change their protection
 *     0x60000      the program break
 *     TOP          mmap places its mappings below
 */
import {
  buildImage,
  kernelPart,
  type LogWriter,
  type Machine,
  type PackagePart,
  System,
  VM,
} from "@palimpsest/kernel";
import { fsPart } from "@palimpsest/fs";
import { probePart } from "./probes.ts";

/** First pages of the areas of every process. */
export const ARENA = 0x10000;
export const FILE = 0x40000;
export const SHARED = 0x48000;
export const SMALL = 0x50000;
/** Pages of the areas. */
export const ARENA_PAGES = 0x10000;
export const FILE_PAGES = 512;
export const SMALL_PAGES = 64;
/** The program break at the start, in bytes. */
export const BREAK_START = 0x60000 * 4096;
const TOP = 0x7ffff7fff;
/** Processes that do everything but fork. */
export const WORKER_COUNT = 4;
/** Page frames: 2 GiB, of which the mix keeps a quarter in use: memory never runs low. */
const FRAME_COUNT = 2 ** 19;
const PRIVATE_FLAGS = VM.READ | VM.WRITE | VM.MAYREAD | VM.MAYWRITE | VM.MAYEXEC;
const FILE_KIND_REGULAR = 0;
const FILE_SYSTEM_DISK = 1;
const OPEN_READ_WRITE = 2;

/** The kernel, the file system and the mix's probes: what runs the mix and folds its logs. */
export function mixSystem(parts: readonly PackagePart[] = [kernelPart, fsPart, probePart]): System {
  return new System(parts);
}

/** What a machine of the benchmark is: no swap, and more memory than is asked for. */
export const MIX_CONFIG = { frameCount: FRAME_COUNT, ramPages: 2 ** 22, swapSlotCount: 0 } as const;

/** Boots the world: processes 1 … WORKER_COUNT are the workers, the next one forks. */
export function bootMixWorld(system: System, log?: LogWriter): Machine {
  const machine = system.boot(MIX_CONFIG, log);
  for (let pid = 1; pid <= WORKER_COUNT + 1; pid++) startProcess(machine, pid);
  return machine;
}

/** Starts a process whose pid is the next one, with a file of its own. */
export function startProcess(machine: Machine, pid: number): void {
  machine.run({ kind: "setup", process: 0, what: `process ${pid}` }, (tx) => {
    tx.emit({ kind: "processNew", process: pid, parent: 0, space: 0, name: "worker" });
    tx.emit({
      kind: "inodeNew",
      inode: pid,
      fileKind: FILE_KIND_REGULAR,
      fileSystem: FILE_SYSTEM_DISK,
      sizeBytes: FILE_PAGES * 4096,
      mode: 0o644,
      links: 1,
      unknownStorage: false,
      name: `/file${pid}`,
    });
    tx.emit({ kind: "fileNew", file: pid, inode: pid, flags: OPEN_READ_WRITE });
    tx.emit({ kind: "descriptorPut", process: pid, descriptor: 0, file: pid, closeOnExec: false });
    return {};
  });
  machine.run({ kind: "setup", process: pid, what: `image of process ${pid}` }, (tx) => {
    const layout = { topPage: TOP, startBreak: BREAK_START, startData: 0, endData: 0 };
    buildImage(tx, { name: "worker", ...layout, vmas: imageVmas(pid) });
    return {};
  });
}

function imageVmas(pid: number) {
  const anonymous = { file: 0, inode: 0, flags: PRIVATE_FLAGS };
  const ofFile = { file: pid, inode: pid, pageOffset: 0 };
  const shared = PRIVATE_FLAGS | VM.SHARED | VM.MAYSHARE;
  return [
    { startPage: ARENA, endPage: ARENA + ARENA_PAGES, pageOffset: ARENA, ...anonymous },
    { startPage: FILE, endPage: FILE + FILE_PAGES, ...ofFile, flags: PRIVATE_FLAGS },
    { startPage: SHARED, endPage: SHARED + FILE_PAGES, ...ofFile, flags: shared },
    { startPage: SMALL, endPage: SMALL + SMALL_PAGES, pageOffset: SMALL, ...anonymous },
  ].map((vma) => ({ ...vma, name: "", present: [] }));
}
