/**
 * Histories (operation.ts) on this machine: one process, whose descriptors stand in slots.
 */

import { FileFixture } from "../../../kernel/testing/file_fixture.ts";
import { ERRNO, FS_TMPFS, loadBytes, type Machine, type State, storeBytes } from "@palimpsest/kernel";
import { fsPart } from "../../boot.ts";
import { makeDirectory } from "../../furnish_tree.ts";
import { checkNames } from "../../names/check_names.ts";
import { mountFileSystem } from "../../names/mount_changes.ts";
import { numberOf, type Operation, parseOperation, SLOT_COUNT, textOf } from "./operation.ts";

const PID = 1;
const BUFFER_PAGE = 64;
const BUFFER_PAGES = 16;
const BUFFER = BUFFER_PAGE * 4096;
const AT_FDCWD = -100;
const LIST_BYTES = 4096;
const SUPPLEMENTARY_GROUP = 3000;
const FIRST_USER = 999;
const FRAME_COUNT = 16_384;
const ERRNO_NAMES = new Map(Object.entries(ERRNO).map(([name, number]) => [number as number, name]));

/** Executes histories; one object is one history. */
export class HistoryRun {
  private readonly fixture: FileFixture;
  private readonly slots = new Array<number>(SLOT_COUNT).fill(-1);
  private readonly seen = new Map<number, number>();

  /** A machine with the mounts that a history starts with; of tmpfs, or another kind. */
  constructor(fileSystem: number = FS_TMPFS) {
    this.fixture = new FileFixture([fsPart], FRAME_COUNT);
    this.fixture.mapAnonymous(BUFFER_PAGE, BUFFER_PAGES);
    this.fixture.during((tx) => {
      const root = mountFileSystem(tx, { fileSystem, point: 0, source: "tmpfs", mode: 0o777 });
      const point = makeDirectory(tx, root, "m");
      mountFileSystem(tx, { fileSystem, point, source: "tmpfs", mode: 0o1777 });
    });
  }

  /** The machine's state. */
  get state(): State {
    return this.fixture.state;
  }

  /** The machine. */
  get machine(): Machine {
    return this.fixture.machine;
  }

  /** Executes a line: what it prints. The tree is checked afterwards. */
  execute(line: string): string {
    const words = parseOperation(line);
    const answer = OPERATIONS[words[0]](this, words);
    checkNames(this.state);
    return typeof answer === "string" ? answer : printResult(answer);
  }

  /** Makes a call. */
  call(name: string, args: Record<string, number | string>): number {
    return this.machine.call(PID, name, args);
  }

  /** The descriptor that a word names. */
  descriptor(word: string): number {
    const slot = numberOf(word);
    if (slot < 0) return AT_FDCWD;
    return this.slots[slot] >= 0 ? this.slots[slot] : 900 + slot;
  }

  /** open: the descriptor goes to the slot, what was there is closed. */
  open([, slot, start, path, flags, mode]: Operation): number {
    const directoryFd = this.descriptor(start);
    const fd = this.call("openat", {
      directoryFd,
      path: textOf(path),
      flags: numberOf(flags),
      mode: numberOf(mode),
    });
    if (fd < 0) return fd;
    if (this.slots[numberOf(slot)] >= 0) this.call("close", { fd: this.slots[numberOf(slot)] });
    this.slots[numberOf(slot)] = fd;
    return 0;
  }

  /** close: the slot is empty afterwards. */
  close([, slot]: Operation): number {
    const fd = this.descriptor(slot);
    this.slots[numberOf(slot)] = -1;
    return this.call("close", { fd });
  }

  /** as: another user acts from now on. */
  become([, who]: Operation): number {
    const number = numberOf(who);
    const user = number === 0 ? 0 : FIRST_USER + number;
    const { credentials } = this.state.process(PID);
    const groups = number === 1 ? [SUPPLEMENTARY_GROUP] : [];
    const next = { ...credentials, effectiveUid: user, effectiveGid: user, groups };
    this.fixture.setup([{ kind: "processCredentials", process: PID, ...next }]);
    return 0;
  }

  /** Bytes of the buffer. */
  bytes(count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    loadBytes(this.machine, PID, BUFFER, bytes);
    return bytes;
  }

  /** Fills the buffer with ascending bytes. */
  fill(count: number, seed: number): void {
    storeBytes(this.machine, PID, BUFFER, Uint8Array.from({ length: count }, (_, index) => seed + index));
  }

  /** A struct stat in the buffer, as a line. */
  status(result: number): number | string {
    if (result < 0) return result;
    const view = new DataView(this.bytes(144).buffer);
    const word = (offset: number) => view.getUint32(offset, true);
    const key = word(8);
    if (!this.seen.has(key)) this.seen.set(key, this.seen.size);
    const owner = `${word(28)}:${word(32)}`;
    return `${word(24).toString(8)} links ${word(16)} owner ${owner} size ${word(48)} blocks ${word(64)} ` +
      `inode ${this.seen.get(key)}`;
  }

  /** list: all names of a directory. */
  list([, slot]: Operation): number | string {
    const fd = this.descriptor(slot);
    this.call("lseek", { fd, offset: 0, whence: 0 });
    const names: string[] = [];
    for (;;) {
      const count = this.call("getdents64", { fd, buffer: BUFFER, lengthBytes: LIST_BYTES });
      if (count < 0) return count;
      if (count === 0) return [names.length, ...names].join(" ");
      const bytes = this.bytes(count);
      const view = new DataView(bytes.buffer);
      for (let at = 0; at < count; at += view.getUint16(at + 16, true)) {
        const end = bytes.indexOf(0, at + 19);
        const name = new TextDecoder().decode(bytes.subarray(at + 19, end));
        if (name !== "." && name !== "..") names.push(`${name}/${bytes[at + 18]}`);
      }
    }
  }
}

function printResult(result: number): string {
  return result >= 0 ? String(result) : ERRNO_NAMES.get(-result) ?? `errno ${-result}`;
}

function hashOf(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

type Execute = (run: HistoryRun, words: Operation) => number | string;

function at(run: HistoryRun, start: string, path: string): { directoryFd: number; path: string } {
  return { directoryFd: run.descriptor(start), path: textOf(path) };
}

function bothPaths(run: HistoryRun, [, oldStart, oldPath, newStart, newPath, flags]: Operation) {
  return {
    oldFd: run.descriptor(oldStart),
    oldPath: textOf(oldPath),
    newFd: run.descriptor(newStart),
    newPath: textOf(newPath),
    flags: numberOf(flags),
  };
}

function withText(run: HistoryRun, count: number, length: number): number | string {
  return count < 0 ? count : `${count} ${new TextDecoder().decode(run.bytes(length))}`;
}

const OPERATIONS: Readonly<Record<string, Execute>> = {
  as: (run, words) => run.become(words),
  open: (run, words) => run.open(words),
  close: (run, words) => run.close(words),
  read(run, [, slot, offset, count]) {
    const args = {
      fd: run.descriptor(slot),
      buffer: BUFFER,
      lengthBytes: numberOf(count),
      position: numberOf(offset),
    };
    const result = run.call("pread64", args);
    return result < 0 ? result : `${result} ${hashOf(run.bytes(result))}`;
  },
  write(run, [, slot, offset, count, seed]) {
    run.fill(numberOf(count), numberOf(seed));
    const args = {
      fd: run.descriptor(slot),
      buffer: BUFFER,
      lengthBytes: numberOf(count),
      position: numberOf(offset),
    };
    return run.call("pwrite64", args);
  },
  append(run, [, slot, count, seed]) {
    run.fill(numberOf(count), numberOf(seed));
    return run.call("write", { fd: run.descriptor(slot), buffer: BUFFER, lengthBytes: numberOf(count) });
  },
  lseek: (run, [, slot, offset, whence]) =>
    run.call("lseek", { fd: run.descriptor(slot), offset: numberOf(offset), whence: numberOf(whence) }),
  ftruncate: (run, [, slot, size]) =>
    run.call("ftruncate", { fd: run.descriptor(slot), lengthBytes: numberOf(size) }),
  truncate: (run, [, path, size]) =>
    run.call("truncate", { path: textOf(path), lengthBytes: numberOf(size) }),
  fallocate: (run, [, slot, mode, offset, size]) =>
    run.call("fallocate", {
      fd: run.descriptor(slot),
      mode: numberOf(mode),
      offset: numberOf(offset),
      lengthBytes: numberOf(size),
    }),
  mkdir: (run, [, start, path, mode]) =>
    run.call("mkdirat", { ...at(run, start, path), mode: numberOf(mode) }),
  mknod: (run, [, start, path, mode, device]) =>
    run.call("mknodat", { ...at(run, start, path), mode: numberOf(mode), device: numberOf(device) }),
  rmdir: (run, [, path]) => run.call("rmdir", { path: textOf(path) }),
  unlink: (run, [, start, path, flags]) =>
    run.call("unlinkat", { ...at(run, start, path), flags: numberOf(flags) }),
  symlink: (run, [, target, start, path]) =>
    run.call("symlinkat", { target: textOf(target), ...at(run, start, path) }),
  readlink(run, [, start, path, size]) {
    const result = run.call("readlinkat", {
      ...at(run, start, path),
      buffer: BUFFER,
      lengthBytes: numberOf(size),
    });
    return withText(run, result, result);
  },
  link: (run, words) => run.call("linkat", bothPaths(run, words)),
  rename: (run, words) => run.call("renameat2", bothPaths(run, words)),
  stat: (run, [, start, path, flags]) =>
    run.status(run.call("newfstatat", { ...at(run, start, path), status: BUFFER, flags: numberOf(flags) })),
  fstat: (run, [, slot]) => run.status(run.call("fstat", { fd: run.descriptor(slot), status: BUFFER })),
  access: (run, [, start, path, mode, flags]) =>
    run.call("faccessat2", { ...at(run, start, path), mode: numberOf(mode), flags: numberOf(flags) }),
  chmod: (run, [, start, path, mode]) =>
    run.call("fchmodat", { ...at(run, start, path), mode: numberOf(mode) }),
  fchmod: (run, [, slot, mode]) => run.call("fchmod", { fd: run.descriptor(slot), mode: numberOf(mode) }),
  chown: (run, [, start, path, uid, gid, flags]) =>
    run.call("fchownat", {
      ...at(run, start, path),
      uid: numberOf(uid),
      gid: numberOf(gid),
      flags: numberOf(flags),
    }),
  fchown: (run, [, slot, uid, gid]) =>
    run.call("fchown", { fd: run.descriptor(slot), uid: numberOf(uid), gid: numberOf(gid) }),
  chdir: (run, [, path]) => run.call("chdir", { path: textOf(path) }),
  fchdir: (run, [, slot]) => run.call("fchdir", { fd: run.descriptor(slot) }),
  getcwd(run, [, size]) {
    const result = run.call("getcwd", { buffer: BUFFER, lengthBytes: numberOf(size) });
    return withText(run, result, result - 1);
  },
  umask: (run, [, mask]) => run.call("umask", { mask: numberOf(mask) }),
  list: (run, words) => run.list(words),
  statfs(run, [, path]) {
    const result = run.call("statfs", { path: textOf(path), buffer: BUFFER });
    if (result < 0) return result;
    const view = new DataView(run.bytes(120).buffer);
    return `${view.getUint32(0, true).toString(16)} ${view.getUint32(64, true)}`;
  },
  utimes: (run, [, start, path, accessed, modified, flags]) =>
    run.call("utimensat", {
      ...at(run, start, path),
      accessed: numberOf(accessed),
      modified: numberOf(modified),
      flags: numberOf(flags),
    }),
};
