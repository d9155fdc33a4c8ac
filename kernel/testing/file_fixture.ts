/**
 * A small machine with files, for tests of file calls: given what exists, when a call is made, then its result, its effects, the state.
 *
 *     given   one process (pid 1) with an empty address space and no descriptors; openFile(), mapAnonymous() add to it
 *     when    call("read", { fd: 3, … })
 *     then    the result it returns; lastEffects; state
 *
 *   FF1  Every event is replayed at once, and must lead to the same digest (replaying_log.ts).
 */

import { kernelPart, type PackagePart, System } from "../compose.ts";
import type { AnyRecord } from "../event/schema.ts";
import type { Machine } from "../machine.ts";
import { fileBytes } from "../memory/file_content.ts";
import { VM } from "../memory/vma_flags.ts";
import { FILE_REGULAR, FS_EXT4, FS_TMPFS, type Inode, type InodeMaking } from "../state/inode.ts";
import { OPEN } from "../state/open_file.ts";
import type { State } from "../state/state.ts";
import type { CallArguments } from "../syscalls/call.ts";
import type { Transaction } from "../transaction.ts";
import { loadBytes } from "../user_memory.ts";
import { ReplayingLog } from "./replaying_log.ts";

const PID = 1;
const FRAME_COUNT = 4096;
const TOP_PAGE = 0x100000;

/** What kind of file to open, where it is not an empty, writable one of tmpfs. */
export type FileOptions = Partial<InodeMaking> & { readonly flags?: number };

/** A machine with one process, and what its last event did. */
export class FileFixture {
  readonly pid = PID;
  readonly machine: Machine;
  /** The effects of the last event. */
  lastEffects: readonly AnyRecord[] = [];
  /** The kinds of all events since the machine was made. */
  readonly eventKinds: string[] = [];

  /** A machine of the kernel and `parts`, booted. */
  constructor(parts: readonly PackagePart[] = [], frameCount = FRAME_COUNT) {
    const system = new System([kernelPart, ...parts]);
    const log = new ReplayingLog(system, frameCount);
    log.observer = (event) => {
      this.lastEffects = event.effects;
      this.eventKinds.push(event.kind);
    };
    this.machine = system.boot({ frameCount, ramPages: frameCount, swapSlotCount: 64 }, log);
    this.setup([
      {
        kind: "spaceNew",
        space: 1,
        topPage: TOP_PAGE,
        startBreak: 0,
        endBreak: 0,
        startData: 0,
        endData: 0,
      },
      { kind: "processNew", process: PID, parent: 0, space: 1, name: "init" },
    ]);
  }

  /** The state as it stands. */
  get state(): State {
    return this.machine.state;
  }

  /** Furnishes the machine: effects in an event of their own. */
  setup(effects: readonly AnyRecord[]): void {
    this.machine.run({ kind: "setup", process: PID, what: "test" }, (tx) => {
      for (const effect of effects) tx.emitForeign(effect);
      return {};
    });
  }

  /** Decides something in an event of its own. */
  during<T>(decide: (tx: Transaction) => T): T {
    let result: T;
    this.machine.run({ kind: "setup", process: PID, what: "test" }, (tx) => {
      result = decide(tx);
      return {};
    });
    return result!;
  }

  /** Makes a call of the process. */
  call(name: string, args: CallArguments = {}): number {
    return this.machine.call(PID, name, args);
  }

  /** Opens a file, new and readable and writable unless told otherwise, at the lowest free descriptor. */
  openFile({ flags = OPEN.RDWR, ...making }: FileOptions = {}): number {
    const inode = this.state.counters.inode + 1;
    const whole: InodeMaking = {
      fileKind: FILE_REGULAR,
      fileSystem: FS_TMPFS,
      sizeBytes: 0,
      mode: 0o644,
      links: 1,
      unknownStorage: false,
      name: `t:file${inode}`,
      ...making,
    };
    this.setup([{ kind: "inodeNew", inode, ...whole }]);
    return this.openInode(inode, flags);
  }

  /** Opens an empty file of a disk. */
  openDiskFile(options: FileOptions = {}): number {
    return this.openFile({ fileSystem: FS_EXT4, ...options });
  }

  /** Opens an inode that exists at the lowest free descriptor. */
  openInode(inode: number, flags: number = OPEN.RDWR): number {
    const file = this.state.counters.file + 1;
    let descriptor = 0;
    while (this.state.process(PID).descriptors.get(descriptor) !== undefined) descriptor++;
    this.setup([
      { kind: "fileNew", file, inode, flags },
      { kind: "descriptorPut", process: PID, descriptor, file, closeOnExec: false },
    ]);
    return descriptor;
  }

  /** The inode behind a descriptor. */
  inodeOf(descriptor: number): Inode {
    return this.state.inode(this.state.file(this.fileOf(descriptor)).inode);
  }

  /** The open file behind a descriptor. */
  fileOf(descriptor: number): number {
    return this.state.process(PID).descriptors.get(descriptor)!.file;
  }

  /** Maps private anonymous memory; its address. */
  mapAnonymous(page: number, pageCount: number, flags: number = VM.READ | VM.WRITE): number {
    this.setup([{
      kind: "vmaPut",
      space: 1,
      startPage: page,
      endPage: page + pageCount,
      flags: flags | VM.MAYREAD | VM.MAYWRITE | VM.MAYEXEC,
      file: 0,
      inode: 0,
      pageOffset: page,
      anonVma: 0,
      anonChain: [],
      name: "",
    }]);
    return page * 4096;
  }

  /** Maps pages of an open file, from its first one on; their address. */
  mapFile(descriptor: number, page: number, pageCount: number, flags: number): number {
    const file = this.fileOf(descriptor);
    this.setup([{
      kind: "vmaPut",
      space: 1,
      startPage: page,
      endPage: page + pageCount,
      flags: flags | VM.MAYREAD | VM.MAYWRITE | VM.MAYEXEC,
      file,
      inode: this.state.file(file).inode,
      pageOffset: 0,
      anonVma: 0,
      anonChain: [],
      name: "",
    }]);
    return page * 4096;
  }

  /** Writes bytes to a file from a buffer outside the modelled memory. */
  write(descriptor: number, bytes: Uint8Array, position = 0): number {
    const lengthBytes = bytes.length;
    return this.call("pwrite64", { fd: descriptor, lengthBytes, position, outside: 1, bytes });
  }

  /** The bytes of a file. */
  contentOf(descriptor: number, position = 0, lengthBytes = Number.MAX_SAFE_INTEGER): Uint8Array {
    return fileBytes(this.state, this.inodeOf(descriptor).id, position, lengthBytes).bytes;
  }

  /** Indexes of the pages of a file that are cached. */
  cachedPages(descriptor: number): number[] {
    const inode = this.inodeOf(descriptor);
    const pages: number[] = [];
    for (let index = 0; pages.length < inode.cachedPages; index++) {
      if (inode.cachedFrame(index) >= 0) pages.push(index);
    }
    return pages;
  }

  /** Loads bytes of user memory; what could be loaded. */
  load(address: number, lengthBytes: number): Uint8Array {
    const target = new Uint8Array(lengthBytes);
    const { done } = loadBytes(this.machine, PID, address, target);
    return target.subarray(0, done);
  }
}

/** Bytes 1, 2, 3 … (mod 251), to tell places in a file apart. */
export function countingBytes(lengthBytes: number, first = 1): Uint8Array {
  return Uint8Array.from({ length: lengthBytes }, (_, index) => (first + index) % 251);
}
