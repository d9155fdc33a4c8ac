/**
 * A small machine with one process, for tests: given(it) / when(a call, a fault) / then(result, effects, state).
 *
 *      page     0 ────── 16 ─────────────────────────────── 10000 ──── …
 *                         │ lowest place the kernel chooses    │ top of its search
 *
 *   MF1  Process 1 lives in an empty address space, space 1, with the limits that a process starts with.
 *   MF2  Everything is in pages: 100 stands for the address 100 × 4096.
 *   MF3  Every event is replayed as it is logged and must lead to the same digest (replaying_log.ts).
 *   MF4  A failed call gives the name of its errno, so that a wrong one reads well.
 */

import { addressOf, PAGE_SIZE } from "../address.ts";
import { assertThat } from "../assert.ts";
import { kernelPart, System } from "../compose.ts";
import { ERRNO, type ErrnoName, errnoName } from "../errno.ts";
import type { KernelEffect } from "../event/effects.ts";
import { FAULT_OUTCOME } from "../event/events.ts";
import type { AnyEvent, AnyRecord } from "../event/schema.ts";
import { handleFault } from "../faults/handle_fault.ts";
import type { Machine, MachineConfig } from "../machine.ts";
import { CONTENT, insertPages } from "../memory/cache_insert.ts";
import { F_ANON, FLAGS, MAPS } from "../memory/frame.ts";
import { MAP, PROT } from "../memory/mmap_flags.ts";
import { isZeroPage, pteFrame, unpackPte } from "../memory/pte.ts";
import type { Vma } from "../memory/vma.ts";
import { permissionsText, vmFlagsText } from "../memory/vma_flags.ts";
import { touchMemory } from "../mmu.ts";
import { storeBytes } from "../user_memory.ts";
import { FILE_REGULAR, FS_TMPFS } from "../state/inode.ts";
import { OPEN } from "../state/open_file.ts";
import { RLIMIT } from "../state/process.ts";
import type { Space } from "../state/space.ts";
import type { State } from "../state/state.ts";
import { BLOCKED, type CallArguments } from "../syscalls/call.ts";
import type { Transaction } from "../transaction.ts";
import { effectText } from "./effect_text.ts";
import { ReplayingLog } from "./replaying_log.ts";

/** The process that every fixture starts with. */
export const FIRST_PID = 1;
/** The page below which the fixture's kernel chooses places. */
export const TOP_PAGE = 10_000;
/** The first page of the fixture's heap: the program break at the start. */
export const HEAP_PAGE = 1_000;

/** How the small machine differs from the usual one: of 256 frames, a million pages of RAM, without swap. */
export type FixtureOptions = Partial<MachineConfig>;

/** A mapping to make. */
export interface Mapping {
  /** Letters of "rwx"; "" is PROT_NONE. Default "rw". */
  readonly rights?: string;
  /** MAP flags beside MAP_FIXED; MAP_PRIVATE and MAP_ANONYMOUS as fits when left out. */
  readonly flags?: number;
  /** A descriptor: the mapping is of its file. */
  readonly fd?: number;
  /** Page of the file that the mapping starts at. */
  readonly fileStart?: number;
}

/** A file to open. */
export interface FileMaking {
  /** FS_TMPFS (the default) or FS_EXT4. */
  readonly fileSystem?: number;
  /** Default 64 pages. */
  readonly pageCount?: number;
  /** Default: pageCount whole pages. */
  readonly sizeBytes?: number;
  /** Access mode of the descriptor, OPEN's; default O_RDWR. */
  readonly access?: number;
  /** Names that the file has; default 1. */
  readonly links?: number;
  /** The file existed before the run: its pages count as cached, and hold nobody knows what. */
  readonly unknownStorage?: boolean;
  readonly fileKind?: number;
}

/** What a test sees of a call's result: a number, the name of an errno, or that it waits. */
export type CallResult = number | ErrnoName | "BLOCKED";

const system = new System([kernelPart]);
const RIGHTS: Readonly<Record<string, number>> = { r: PROT.READ, w: PROT.WRITE, x: PROT.EXEC };

/** A machine of 256 frames with one process and no memory in it. */
export function givenProcess(options: FixtureOptions = {}): MachineFixture {
  return new MachineFixture(options);
}

/** The prot word of letters of "rwx". */
export function prot(rights: string): number {
  return [...rights].reduce((word, letter) => word | RIGHTS[letter], 0);
}

/** The arguments of a call on a range of pages. */
export function range(page: number, pageCount: number): { address: number; lengthBytes: number } {
  return { address: addressOf(page), lengthBytes: pageCount * PAGE_SIZE };
}

/** See the head of this file. */
export class MachineFixture {
  readonly machine: Machine;
  /** The process that calls, touches and is looked at. */
  pid = FIRST_PID;
  private readonly log: ReplayingLog;

  /** Boots, and furnishes the first process. */
  constructor(options: FixtureOptions) {
    const config = { frameCount: 256, ramPages: 1_000_000, swapSlotCount: 0, ...options };
    this.log = new ReplayingLog(system, config.frameCount);
    this.machine = system.boot(config, this.log);
    this.setUp((tx) => {
      const startBreak = addressOf(HEAP_PAGE);
      const data = { startData: 0, endData: 0 };
      tx.emit({ kind: "spaceNew", space: 1, topPage: TOP_PAGE, startBreak, endBreak: startBreak, ...data });
      tx.emit({ kind: "processNew", process: FIRST_PID, parent: 0, space: 1, name: "init" });
    });
  }

  /** The state as it is now. */
  get state(): State {
    return this.machine.state;
  }

  /** The address space of the acting process. */
  get space(): Space {
    return this.state.spaceOf(this.pid);
  }

  /** Does something to the machine from outside, as one setup event of the acting process. */
  setUp<T>(furnish: (tx: Transaction) => T): T {
    let result: T;
    this.machine.run({ kind: "setup", process: this.pid, what: "a test" }, (tx) => {
      result = furnish(tx);
      return {};
    });
    return result!;
  }

  /** Applies effects, as one setup event. */
  apply(...effects: readonly KernelEffect[]): void {
    this.setUp((tx) => {
      for (const effect of effects) tx.emit(effect);
    });
  }

  /** Makes a system call of the acting process. */
  call(name: string, args: CallArguments = {}): CallResult {
    return resultOf(this.machine.call(this.pid, name, args));
  }

  /** Takes a call that waits up again. */
  resume(name: string, args: CallArguments = {}): CallResult {
    return resultOf(this.machine.resumeCall(this.pid, name, args));
  }

  /** Maps pages at a fixed place; it must succeed. */
  map(page: number, pageCount: number, mapping: Mapping = {}): void {
    const { rights = "rw", fd, fileStart = 0 } = mapping;
    const type = mapping.flags ?? MAP.PRIVATE;
    const flags = type | MAP.FIXED | (fd === undefined ? MAP.ANONYMOUS : 0);
    const place = { ...range(page, pageCount), prot: prot(rights), offset: addressOf(fileStart) };
    const result = this.call("mmap", { ...place, flags, fd: fd ?? -1 });
    assertThat(result === addressOf(page), () => `mmap of ${pageCount} pages at ${page}: ${result}`);
  }

  /** Lets the kernel choose a place; its first page, or the name of the errno. */
  place(args: CallArguments): CallResult {
    const result = this.call("mmap", { prot: PROT.READ | PROT.WRITE, fd: -1, ...args });
    return typeof result === "number" ? result / PAGE_SIZE : result;
  }

  /** Opens a file that exists from now on; its descriptor. */
  openFile(making: FileMaking = {}): number {
    const { fileSystem = FS_TMPFS, pageCount = 64, access = OPEN.RDWR, links = 1 } = making;
    const { fileKind = FILE_REGULAR, unknownStorage = false, sizeBytes = pageCount * PAGE_SIZE } = making;
    return this.setUp((tx) => {
      const inode = tx.state.counters.inode + 1;
      const file = tx.state.counters.file + 1;
      const descriptor = tx.process.descriptors.size;
      const made = { fileKind, fileSystem, sizeBytes, mode: 0o644, links, unknownStorage, name: "/file" };
      tx.emit({ kind: "inodeNew", inode, ...made });
      tx.emit({ kind: "fileNew", file, inode, flags: access });
      tx.emit({ kind: "descriptorPut", process: tx.pid, descriptor, file, closeOnExec: false });
      return descriptor;
    });
  }

  /** Takes pages of a file, zeros all, into the page cache: pages `index` … of inode `inode`. */
  cachePages(inode: number, index: number, count: number): void {
    this.setUp((tx) => insertPages(tx, { inode, index, count, content: CONTENT.zeros }));
  }

  /** Takes every frame that is free: memory is full then. */
  fillMemory(): void {
    const { frameMap } = this.state;
    const count = frameMap.frameCount - frameMap.usedCount;
    const index = 1_000_000;
    const fd = this.openFile({ pageCount: index + count });
    const { file } = this.state.process(this.pid).descriptors.get(fd)!;
    this.cachePages(this.state.file(file).inode, index, count);
  }

  /** Sets a soft limit of the acting process, in bytes. */
  limit(resource: keyof typeof RLIMIT, soft: number): void {
    const { hard } = this.state.process(this.pid).limits[RLIMIT[resource]];
    this.setUp((tx) =>
      tx.emit({ kind: "limitSet", process: tx.pid, resource: RLIMIT[resource], soft, hard })
    );
  }

  /** Forks the acting process; the child's pid. */
  fork(): number {
    const child = this.call("fork");
    assertThat(typeof child === "number", () => `fork: ${child}`);
    return child as number;
  }

  /** Does something as another process. */
  as<T>(pid: number, act: () => T): T {
    const before = this.pid;
    this.pid = pid;
    try {
      return act();
    } finally {
      this.pid = before;
    }
  }

  /**
   * Touches the first byte of a page.
   *
   * @returns The faults it took and the signal it ended in: "", "minor", "minor minor", "SEGV_MAPERR" …
   */
  touch(page: number, how: "r" | "w" | "x"): string {
    const access = { write: how === "w", execute: how === "x" };
    const events = this.eventsOf(() => touchMemory(this.machine, this.pid, addressOf(page), access));
    const faults = events.filter(({ kind }) => kind === "fault");
    return faults.map(({ result }) => OUTCOMES[result as number]).join(" ");
  }

  /** Serves a fault on a page that is mapped, as part of a setup event: what it comes to when nobody makes room first. */
  serveFault(page: number, how: "r" | "w"): string {
    return OUTCOMES[this.setUp((tx) => handleFault(tx, this.vmaAt(page), page, how === "w"))];
  }

  /** Touches pages one after another; what each came to. */
  touchAll(pages: readonly number[], how: "r" | "w" | "x"): string[] {
    return pages.map((page) => this.touch(page, how));
  }

  /** Stores a byte that is not 0 into each of some pages: touched alone they would hold zeros, which swap need not keep. */
  storeAll(pages: readonly number[]): void {
    for (const page of pages) storeBytes(this.machine, this.pid, addressOf(page), Uint8Array.of(7));
    this.machine.endStores();
  }

  /** The events that happen in the course of `act`. */
  eventsOf(act: () => unknown): AnyEvent[] {
    const events: AnyEvent[] = [];
    this.machine.endStores();
    const before = this.log.observer;
    this.log.observer = (event) => {
      events.push(event);
      before?.(event);
    };
    act();
    this.machine.endStores();
    this.log.observer = before;
    return events;
  }

  /** The effects of the events that happen in the course of `act`, as they were logged. */
  recordsOf(act: () => unknown): AnyRecord[] {
    return this.eventsOf(act).flatMap(({ effects }) => [...effects]);
  }

  /** The same as short texts (effect_text.ts). */
  effectsOf(act: () => unknown): string[] {
    return this.recordsOf(act).map(effectText);
  }

  /** The VMAs of the acting process, such as "100-110 rw-p". */
  vmas(): string[] {
    return [...this.space.vmas.items()].map(({ startPage, endPage, flags }) =>
      `${startPage}-${endPage} ${permissionsText(flags)}`
    );
  }

  /** The VMA that holds a page; there must be one. */
  vmaAt(page: number): Vma {
    const vma = this.space.vmaAt(page);
    assertThat(vma !== undefined, () => `nothing is mapped at page ${page}`);
    return vma;
  }

  /** The VmFlags of the VMA at a page, such as "rd wr mr mw me ac". */
  flagsAt(page: number): string {
    return vmFlagsText(this.vmaAt(page).flags);
  }

  /**
   * What pages hold, a letter each: `.` nothing, `a` an anonymous page mapped once, `c` more than once, `f` and `F` a
   * page of a file likewise, `z` the zero page, `s` a swap entry, `g` a guard marker.
   */
  residency(page: number, pageCount: number): string {
    return Array.from({ length: pageCount }, (_, step) => this.residencyOf(page + step)).join("");
  }

  private residencyOf(page: number): string {
    const pte = this.space.pte(page);
    switch (unpackPte(pte).kind) {
      case "absent":
        return ".";
      case "swapped":
        return "s";
      case "guard":
        return "g";
      case "present": {
        if (isZeroPage(pte)) return "z";
        const frame = pteFrame(pte);
        const letter = (this.state.frameWord(frame, FLAGS) & F_ANON) !== 0 ? "ac" : "fF";
        return letter[this.state.frameWord(frame, MAPS) === 1 ? 0 : 1];
      }
    }
  }

  /** The frame that a page is mapped to; it must be present. */
  frameAt(page: number): number {
    const pte = unpackPte(this.space.pte(page));
    assertThat(pte.kind === "present", () => `page ${page} is ${pte.kind}`);
    return pte.kind === "present" ? pte.frame : -1;
  }

  /** Minor and major faults that the acting process has taken. */
  faults(): [minor: number, major: number] {
    const { minorFaults, majorFaults } = this.state.process(this.pid);
    return [minorFaults, majorFaults];
  }
}

const OUTCOMES: Readonly<Record<number, string>> = {
  [FAULT_OUTCOME.minor]: "minor",
  [FAULT_OUTCOME.major]: "major",
  [FAULT_OUTCOME.segvMapErr]: "SEGV_MAPERR",
  [FAULT_OUTCOME.segvAccErr]: "SEGV_ACCERR",
  [FAULT_OUTCOME.busAdrErr]: "BUS_ADRERR",
  [FAULT_OUTCOME.generalProtection]: "SI_KERNEL",
  [FAULT_OUTCOME.outOfMemory]: "no memory",
};

function resultOf(result: number): CallResult {
  if (result === BLOCKED) return "BLOCKED";
  return result < 0 && (-result) in NAMES ? errnoName(-result) as ErrnoName : result;
}

const NAMES: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(ERRNO).map(([name, number]) => [number, name]),
);
