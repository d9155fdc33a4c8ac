/**
 * The world of a script: a machine with one process whose address space is empty, laid out as the native oracle's.
 *
 *     0x10000000 ┬ the oracle's own text and data: one hidden VMA of the same size, so that limits count it
 *     B          ┼ the program break
 *     A          ┼ for explicit addresses
 *     T          ┴ below here mmap places its mappings, top-down
 */
import { LogWriter, type Machine, type MachineConfig, VM, type Vma } from "@palimpsest/kernel";
import { boot } from "@palimpsest/fs";
import type { ScriptHeader } from "./record.ts";

/** First page past the addresses that belong to the oracle's own program. */
const OWN_END_PAGE = 0x13000;
/** The oracle's own writable data, which RLIMIT_DATA counts. */
const OWN_DATA: Pick<Vma, "startPage" | "endPage" | "flags"> = {
  startPage: 0x10100,
  endPage: 0x12100,
  flags: VM.READ | VM.WRITE | VM.MAYREAD | VM.MAYWRITE | VM.MAYEXEC | VM.ACCOUNT,
};

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

/** Whether a VMA is the oracle's own, which no answer lists. */
export function isOwnVma(vma: Vma): boolean {
  return vma.endPage <= OWN_END_PAGE && vma.startPage >= OWN_DATA.startPage;
}

/** Pages that a fresh process has. */
export const OWN_PAGES = OWN_DATA.endPage - OWN_DATA.startPage;

/** The configuration of the machine for a world. */
export function configOf(world: ScriptHeader): MachineConfig {
  return {
    frameCount: Math.min(world.ram_pages, 1 << 24),
    ramPages: world.ram_pages,
    swapSlotCount: world.swap_pages,
  };
}

/** Boots the world: p0 with descriptors 0, 1 and 2 on a device. */
export function bootWorld(world: ScriptHeader, log?: LogWriter): Machine {
  const machine = boot(configOf(world), log);
  machine.run({ kind: "setup", process: 0, what: "script world" }, (tx) => {
    tx.emit({ kind: "spaceNew", space: 1, ...layoutOf(world) });
    tx.emit({ kind: "processNew", process: FIRST_PID, parent: 0, space: 1, name: "p0" });
    tx.emit({ kind: "vmaPut", ...ownVma(1) });
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
  return machine;
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
  return { topPage: Number(world.T) / 4096, startBreak, endBreak: startBreak, startData: 0, endData: 0 };
}

/** The hidden VMA of a space. */
export function ownVma(space: number): Vma {
  const { startPage, endPage, flags } = OWN_DATA;
  return {
    space,
    startPage,
    endPage,
    flags,
    file: 0,
    inode: 0,
    pageOffset: startPage,
    anonVma: 0,
    anonChain: [],
    name: "",
  };
}
