/**
 * The world of a script: a machine with one process whose address space is empty, laid out as the native oracle's.
 *
 *     0x10000000 ┬ the oracle's own text and data: a hidden VMA, so that limits count it
 *     B          ┼ the program break
 *     A          ┼ for explicit addresses
 *     T          ┼ below here mmap places its mappings, top-down
 *     T+0x8000   ┼ [vvar] and [vdso] fill the space up to mmap_base
 *     task size  ┴ below it the stack, which grows
 */
import {
  buildImage,
  type ImageVma,
  type LogWriter,
  type Machine,
  type MachineConfig,
  type Space,
  TASK_SIZE_PAGES,
  VM,
  type Vma,
} from "@palimpsest/kernel";
import { system } from "@palimpsest/fs";
import type { ScriptHeader } from "./record.ts";

/** The oracle's own program, its writable data and what is left of its first heap; one data mapping here. */
const PROGRAM_PAGES: readonly [start: number, end: number] = [0x10000, 0x121a6];
/** Pages of [vvar], [vvar_vclock] and [vdso], which end at mmap_base. */
const SPECIAL_PAGE_COUNT = 8;
/** Pages of a fresh stack. */
const STACK_PAGE_COUNT = 33;
const DATA_FLAGS = VM.READ | VM.WRITE | VM.MAYREAD | VM.MAYWRITE | VM.MAYEXEC | VM.ACCOUNT;
/** The oracle touched its memory beforehand: mincore finds all of a special mapping there. */
const RESIDENT_FLAGS = VM.PFNMAP | VM.DONTEXPAND | VM.IO;
const SPECIAL_FLAGS = VM.READ | VM.MAYREAD | RESIDENT_FLAGS;

/** Compiled once; it keeps nothing of the machines it boots. */
const SYSTEM = system();

/** The world that answers were recorded in, for scripts without an answer beside them. */
export const RECORDED_WORLD: ScriptHeader = {
  hdr: 1,
  format: 1,
  kernel: "6.18.44-fc-v657",
  page: 4096,
  A: "0x200000000000",
  B: "0x100000000000",
  T: "0x7ffff7ff7000",
  task_size: "0x7ffffffff000",
  mmap_min_addr: 4096,
  ram_pages: 6171023,
  swap_pages: 0,
  memlock: 8388608,
  fault_around: 65536,
  thp: "disabled",
  pku: false,
};

/** Pid of p0. */
export const FIRST_PID = 1;

/** Whether a VMA is the oracle's own, which no answer lists: it starts in the program, at T, or it is the stack. */
export function isOwnVma(vma: Vma, space: Space): boolean {
  const inProgram = vma.startPage >= PROGRAM_PAGES[0] && vma.endPage <= PROGRAM_PAGES[1];
  const isSpecial = vma.startPage >= space.layout.topPage - SPECIAL_PAGE_COUNT &&
    vma.endPage <= space.layout.topPage;
  return inProgram || isSpecial || vma.endPage === TASK_SIZE_PAGES;
}

/** The configuration of the machine for a world. */
export function configOf(world: ScriptHeader): MachineConfig {
  return {
    frameCount: Math.min(world.ram_pages, 1 << 24),
    ramPages: world.ram_pages,
    swapSlotCount: world.swap_pages,
  };
}

/** Boots a machine of its own for a world, and furnishes it. */
export function bootWorld(world: ScriptHeader, log?: LogWriter): Machine {
  const machine = SYSTEM.boot(configOf(world), log);
  furnishWorld(machine, world);
  return machine;
}

/** Furnishes a machine that was just booted: p0 with descriptors 0, 1 and 2 on /dev/null. */
export function furnishWorld(machine: Machine, world: ScriptHeader): void {
  machine.run({ kind: "setup", process: 0, what: "script world" }, (tx) => {
    tx.emit({ kind: "processNew", process: FIRST_PID, parent: 0, space: 0, name: "p0" });
    return {};
  });
  machine.run({ kind: "setup", process: FIRST_PID, what: "p0" }, (tx) => {
    buildImage(tx, { name: "p0", ...layoutOf(world), vmas: ownVmas(world) });
    tx.emit({
      kind: "inodeNew",
      inode: 1,
      fileKind: 4,
      fileSystem: 3,
      sizeBytes: 0,
      mode: 0o666,
      links: 1,
      unknownStorage: false,
      name: "/dev/null",
    });
    tx.emit({ kind: "fileNew", file: 1, inode: 1, flags: 2 });
    for (const descriptor of [0, 1, 2]) {
      tx.emit({ kind: "descriptorPut", process: FIRST_PID, descriptor, file: 1, closeOnExec: false });
    }
    return {};
  });
}

/** The layout of a fresh address space. */
export function layoutOf(world: ScriptHeader): {
  topPage: number;
  startBreak: number;
  endBreak: number;
  startData: number;
  endData: number;
} {
  const startBreak = Number(world.B);
  const topPage = Number(world.T) / 4096 + SPECIAL_PAGE_COUNT;
  return { topPage, startBreak, endBreak: startBreak, startData: 0, endData: 0 };
}

/** The hidden VMAs of a space. */
export function ownVmas(world: ScriptHeader): ImageVma[] {
  const top = Number(world.T) / 4096;
  const end = Number(world.task_size) / 4096;
  const vmas: [start: number, end: number, flags: number][] = [
    [...PROGRAM_PAGES, DATA_FLAGS | RESIDENT_FLAGS],
    [top, top + SPECIAL_PAGE_COUNT, SPECIAL_FLAGS],
    [end - STACK_PAGE_COUNT, end, DATA_FLAGS | RESIDENT_FLAGS | VM.GROWSDOWN],
  ];
  return vmas.map(([startPage, endPage, flags]) => ({
    startPage,
    endPage,
    flags,
    file: 0,
    inode: 0,
    pageOffset: startPage,
    name: "",
    present: [],
  }));
}
