/**
 * A process that works on a disk while a naive model watches: after every event the power is cut, with several seeds, and what is
 * found must be well-formed and possible.
 *
 *      operation ──▶ model: what may be found from now on
 *           └──────▶ machine: events, the power cut after each
 *                        └──▶ model: what is promised now; the power cut once more
 */

import {
  cacheEnd,
  type Machine,
  MAP,
  MS,
  OPEN,
  PROT,
  type Random,
  storeBytes,
  writeBack,
} from "@palimpsest/kernel";
import { boot } from "../../boot.ts";
import { furnishTree } from "../../furnish_tree.ts";
import { inodeAt } from "../../furnish.ts";
import { checkJournal, checkPicture } from "../fsck.ts";
import { commitRunning } from "../port.ts";
import { cutPower } from "../power_cut.ts";
import { DurabilityModel, type FoundFile } from "./durability_model.ts";

const PID = 1;
const CONFIG = { frameCount: 4096, ramPages: 4096, swapSlotCount: 0 };
const FOLDER = "/disk/";
const TOP_PAGE = 0x100000;

/** A file that is open, and mapped if somebody stores to it. */
interface OpenedFile {
  readonly file: number;
  readonly fd: number;
  /** Where it is mapped, and how many bytes of it; 0: nowhere. */
  address: number;
  mappedBytes: number;
}

/** What was tried, and what went wrong. */
export interface ActorResult {
  /** Power cuts. */
  readonly cuts: number;
  /** What must not be, each with event and seed. */
  readonly failures: readonly string[];
}

/** See the head of this file. */
export class DiskActor {
  private readonly machine: Machine;
  private readonly model = new DurabilityModel();
  private readonly opened: OpenedFile[] = [];
  private readonly failures: string[] = [];
  private cuts = 0;
  private operation = "";

  /** A machine with an empty disk; after each event the power is cut with the seed 0 and `luckyCuts` others. */
  constructor(private readonly random: Random, private readonly luckyCuts: number) {
    this.machine = boot(CONFIG);
    this.machine.run({ kind: "setup", process: PID, what: "a disk" }, (tx) => {
      furnishTree(tx);
      const nowhere = { startBreak: 0, endBreak: 0, startData: 0, endData: 0 };
      tx.emit({ kind: "spaceNew", space: 1, topPage: TOP_PAGE, ...nowhere });
      tx.emit({ kind: "processNew", process: PID, parent: 0, space: 1, name: "actor" });
      return {};
    });
    this.machine.observer = { event: () => this.cutAll() };
  }

  /** What happened until now. */
  get result(): ActorResult {
    return { cuts: this.cuts, failures: this.failures };
  }

  /** Files that are open, by their number: its bytes and size are the model's. */
  get openFiles(): readonly number[] {
    return this.opened.map(({ file }) => file);
  }

  /** Names of files. */
  get names(): string[] {
    return [...this.model.currentNames.keys()];
  }

  /** The size of a file. */
  sizeOf(file: number): number {
    return this.model.sizeOf(file);
  }

  /** Opens a file, made when it is not there, and emptied with `truncate`; its number. */
  open(name: string, { truncate = false, isSync = false } = {}): number {
    const known = this.model.currentNames.get(name);
    const file = known ?? this.machine.state.counters.inode + 1;
    if (known === undefined) this.model.rename(new Map([[name, file]]), [file]);
    else if (truncate) this.model.truncate(file, 0);
    const flags = OPEN.RDWR | OPEN.CREAT | (truncate ? OPEN.TRUNC : 0) | (isSync ? OPEN.SYNC : 0);
    const fd = this.call("open", { path: FOLDER + name, flags, mode: 0o644 });
    this.opened.push({ file, fd, address: 0, mappedBytes: 0 });
    if (inodeAt(this.machine, FOLDER + name) !== file) throw new Error(`${name} is not file ${file}`);
    return file;
  }

  /** Closes a file. */
  close(file: number): void {
    const found = this.find(file);
    this.opened.splice(this.opened.indexOf(found), 1);
    if (found.address !== 0) {
      this.call("munmap", { address: found.address, lengthBytes: found.mappedBytes });
    }
    this.call("close", { fd: found.fd });
  }

  /** Writes random bytes by write(); with `isSync` the file was opened so, and they are promised. */
  write(file: number, position: number, lengthBytes: number, isSync = false): void {
    const bytes = this.randomBytes(lengthBytes);
    this.model.write(file, position, bytes);
    this.call("pwrite64", { fd: this.find(file).fd, position, lengthBytes, outside: 1, bytes });
    if (isSync) this.promise(() => this.model.promiseRange(file, position, lengthBytes));
  }

  /** Stores random bytes through a mapping of the file, within its size. */
  store(file: number, position: number, lengthBytes: number): void {
    const bytes = this.randomBytes(lengthBytes);
    const found = this.find(file);
    if (found.mappedBytes < position + lengthBytes) this.map(found);
    this.model.write(file, position, bytes);
    const { signal } = storeBytes(this.machine, PID, found.address + position, bytes);
    if (signal !== undefined) throw new Error(`storing at ${position} ends in ${signal.signal}`);
    this.machine.endStores();
  }

  /** Gives a file another size. */
  truncate(file: number, sizeBytes: number): void {
    this.model.truncate(file, sizeBytes);
    this.call("ftruncate", { fd: this.find(file).fd, lengthBytes: sizeBytes });
  }

  /** Punches a hole. */
  punch(file: number, position: number, lengthBytes: number): void {
    this.model.punch(file, position, lengthBytes);
    this.call("fallocate", { fd: this.find(file).fd, mode: 3, offset: position, lengthBytes });
  }

  /** fsync(), or fdatasync(). */
  sync(file: number, isDataOnly = false): void {
    this.call(isDataOnly ? "fdatasync" : "fsync", { fd: this.find(file).fd });
    this.promise(() => this.model.promise(file, isDataOnly));
  }

  /** msync() of the whole mapping. */
  syncMapping(file: number): void {
    const { address, mappedBytes } = this.find(file);
    if (address === 0) return;
    this.call("msync", { address, lengthBytes: mappedBytes, flags: MS.SYNC });
    if (mappedBytes >= this.sizeOf(file)) this.promise(() => this.model.promise(file));
  }

  /** fsync() of the directory. */
  syncDirectory(): void {
    const fd = this.call("open", { path: FOLDER, flags: OPEN.DIRECTORY });
    this.call("fsync", { fd });
    this.promise(() => this.model.promiseNames());
    this.call("close", { fd });
  }

  /** sync(). */
  syncAll(): void {
    this.call("sync", {});
    this.promise(() => this.model.promiseAll());
  }

  /** The kernel writes a file back by itself: nothing is promised by that. */
  writeBack(file: number): void {
    this.operation = "writeback";
    this.machine.run({ kind: "writeback", process: 0, inode: file, reason: 0 }, (tx) => {
      writeBack(tx, file, 0, cacheEnd(tx.state.inode(file)));
      return {};
    });
  }

  /** The kernel commits the running transaction by itself: all names are as they stand from then on. */
  commit(): void {
    this.operation = "commit";
    this.machine.run({ kind: "commit", process: 0 }, (tx) => {
      commitRunning(tx);
      return {};
    });
    this.promise(() => this.model.promiseNames());
  }

  /** Renames a file, over another one if there is one. */
  rename(from: string, to: string): void {
    const file = this.model.currentNames.get(from)!;
    if (this.model.currentNames.get(to) === file) return;
    this.model.rename(new Map([[from, 0], [to, file]]));
    this.call("rename", { oldPath: FOLDER + from, newPath: FOLDER + to });
  }

  /** Gives a file another name. */
  link(from: string, to: string): void {
    if (this.model.currentNames.has(to)) return;
    this.model.rename(new Map([[to, this.model.currentNames.get(from)!]]));
    this.call("link", { oldPath: FOLDER + from, newPath: FOLDER + to });
  }

  /** Removes a name. */
  unlink(name: string): void {
    this.model.rename(new Map([[name, 0]]));
    this.call("unlink", { path: FOLDER + name });
  }

  private map(found: OpenedFile): void {
    if (found.address !== 0) {
      this.call("munmap", { address: found.address, lengthBytes: found.mappedBytes });
    }
    found.mappedBytes = this.sizeOf(found.file);
    found.address = this.call("mmap", {
      lengthBytes: found.mappedBytes,
      prot: PROT.READ | PROT.WRITE,
      flags: MAP.SHARED,
      fd: found.fd,
    });
  }

  private find(file: number): OpenedFile {
    return this.opened.findLast((each) => each.file === file)!;
  }

  private randomBytes(lengthBytes: number): Uint8Array {
    const first = this.random.below(256);
    return Uint8Array.from({ length: lengthBytes }, (_, at) => first + at * 7 + (at >> 8));
  }

  private call(name: string, args: Record<string, number | string | Uint8Array>): number {
    this.operation = name;
    const result = this.machine.call(PID, name, args);
    if (result < 0) throw new Error(`${name} ${JSON.stringify(args)} failed with ${result}`);
    return result;
  }

  /** From now on something is promised: the power is cut once more. */
  private promise(promise: () => void): void {
    promise();
    this.cutAll();
  }

  private cutAll(): void {
    this.cut(0);
    for (let count = 0; count < this.luckyCuts; count++) this.cut(1 + this.random.below(2 ** 30));
  }

  private cut(seed: number): void {
    this.cuts++;
    const { state } = this.machine;
    const picture = cutPower(state, seed);
    const found = new Map<string, FoundFile>();
    for (const { path, inode } of picture.files()) {
      const { sizeBytes } = inode.attributes;
      found.set(path.slice(FOLDER.length), { file: inode.id, sizeBytes, bytes: picture.bytes(inode).bytes });
    }
    const problems = [...checkJournal(state), ...checkPicture(picture), ...this.model.problems(found)];
    const where = `event ${state.eventCount - 1} (${this.operation}), seed ${seed}`;
    this.failures.push(...problems.map((problem) => `${where}: ${problem}`));
  }
}
