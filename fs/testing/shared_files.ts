/**
 * Several processes that share files, by descriptors and by mappings, with a naive model of the bytes: after every event everybody
 * sees the same; after every operation, what the model says.
 *
 *      write() ─┐                        ┌─▶ read()                        of every process
 *      store  ──┼─▶ one page cache ──────┼─▶ each shared mapping           of every process
 *      cut    ──┘   (and its disk)       └─▶ each private mapping that nobody wrote to
 *
 *   SF1  After every event, also in the middle of a call: what read() would give of a file and what each mapping shows are the
 *        same, up to the end of the file.
 *   SF2  After every operation both are the model's bytes; a real read() and real loads give them too, and a load behind the
 *        last page is SIGBUS.
 */

import {
  fileBytes,
  loadBytes,
  type Machine,
  MAP,
  OPEN,
  PAGE_SIZE,
  peekBytes,
  PROT,
  type Random,
  storeBytes,
} from "@palimpsest/kernel";
import { boot } from "../boot.ts";
import { furnishTree } from "../furnish_tree.ts";
import { inodeAt } from "../furnish.ts";

const FIRST_PID = 1;
const TOP_PAGE = 0x100000;
/** Files have up to so many pages. */
const FILE_PAGES = 8;
const MOST_BYTES = FILE_PAGES * PAGE_SIZE;
const MOST_PROCESSES = 4;
const PATHS = ["/disk/a", "/disk/b", "/tmp/c"];
const BUFFER_ADDRESS = 0x10000;

/** A mapping of a file in one process. */
interface SharedMapping {
  readonly file: number;
  readonly address: number;
  /** The first page of the file that it shows. */
  readonly firstPage: number;
  readonly pageCount: number;
  readonly isShared: boolean;
}

/** A process with descriptors and mappings. */
interface Sharer {
  readonly pid: number;
  /** Descriptor of each file. */
  readonly fds: Map<number, number>;
  mappings: SharedMapping[];
}

/** What the model knows of a file. */
interface ModelFile {
  readonly inode: number;
  path: string;
  readonly bytes: Uint8Array;
  sizeBytes: number;
}

/** See the head of this file. */
export class SharedFiles {
  private readonly machine: Machine;
  private readonly files: ModelFile[] = [];
  private sharers: Sharer[] = [];
  private failure: string | undefined;
  private checkCount = 0;

  /** One process that has opened three files; in little memory, pages leave it and come back. */
  constructor(private readonly random: Random, frameCount: number) {
    const watermarks = { min: 2, low: 4, high: 8 };
    this.machine = boot({ frameCount, ramPages: 4096, swapSlotCount: 256, watermarks });
    this.machine.run({ kind: "setup", process: FIRST_PID, what: "files to share" }, (tx) => {
      furnishTree(tx);
      const nowhere = { startBreak: 0, endBreak: 0, startData: 0, endData: 0 };
      tx.emit({ kind: "spaceNew", space: 1, topPage: TOP_PAGE, ...nowhere });
      tx.emit({ kind: "processNew", process: FIRST_PID, parent: 0, space: 1, name: "sharer" });
      return {};
    });
    const first: Sharer = { pid: FIRST_PID, fds: new Map(), mappings: [] };
    this.sharers.push(first);
    const buffer = { address: BUFFER_ADDRESS, lengthBytes: MOST_BYTES, prot: PROT.READ | PROT.WRITE };
    this.call(FIRST_PID, "mmap", { ...buffer, flags: MAP.PRIVATE | MAP.ANONYMOUS | MAP.FIXED });
    for (const [file, path] of PATHS.entries()) {
      first.fds.set(file, this.call(FIRST_PID, "open", { path, flags: OPEN.RDWR | OPEN.CREAT, mode: 0o644 }));
      const inode = inodeAt(this.machine, path)!;
      this.files.push({ inode, path, bytes: new Uint8Array(MOST_BYTES), sizeBytes: 0 });
    }
    this.machine.observer = { event: () => this.checkAgreement() };
  }

  /** Comparisons that were made, and the first that failed. */
  get result(): { readonly checks: number; readonly failure: string | undefined } {
    return { checks: this.checkCount, failure: this.failure };
  }

  /** One random operation of one process, and everybody looks. */
  step(): void {
    const operations = [
      () => this.write(),
      () => this.write(),
      () => this.store(),
      () => this.store(),
      () => this.store(),
      () => this.truncate(),
      () => this.punch(),
      () => this.map(),
      () => this.map(),
      () => this.unmap(),
      () => this.fork(),
      () => this.exit(),
      () => this.rename(),
      () => this.sync(),
    ];
    operations[this.random.below(operations.length)]();
    for (const sharer of this.sharers) this.look(sharer);
  }

  private write(): void {
    const sharer = this.anySharer();
    const file = this.anyFile();
    const position = this.random.below(MOST_BYTES);
    const bytes = this.randomBytes(1 + this.random.below(Math.min(6000, MOST_BYTES - position)));
    this.put(file, position, bytes);
    this.call(sharer.pid, "pwrite64", {
      fd: sharer.fds.get(file)!,
      position,
      lengthBytes: bytes.length,
      outside: 1,
      bytes,
    });
  }

  private store(): void {
    const sharer = this.anySharer();
    const mapping = this.pick(sharer.mappings.filter(({ isShared }) => isShared));
    if (mapping === undefined) return this.map();
    const { sizeBytes } = this.files[mapping.file];
    const first = mapping.firstPage * PAGE_SIZE;
    const end = Math.min(sizeBytes, first + mapping.pageCount * PAGE_SIZE);
    if (end <= first) return;
    const position = first + this.random.below(end - first);
    const bytes = this.randomBytes(1 + this.random.below(Math.min(5000, end - position)));
    this.put(mapping.file, position, bytes);
    storeBytes(this.machine, sharer.pid, mapping.address + position - first, bytes);
    this.machine.endStores();
  }

  private truncate(): void {
    const sharer = this.anySharer();
    const file = this.anyFile();
    const sizeBytes = this.random.below(MOST_BYTES);
    const model = this.files[file];
    if (sizeBytes < model.sizeBytes) model.bytes.fill(0, sizeBytes);
    model.sizeBytes = sizeBytes;
    this.call(sharer.pid, "ftruncate", { fd: sharer.fds.get(file)!, lengthBytes: sizeBytes });
  }

  private punch(): void {
    const sharer = this.anySharer();
    const file = this.anyFile();
    const offset = this.random.below(MOST_BYTES);
    const lengthBytes = 1 + this.random.below(MOST_BYTES - offset);
    this.files[file].bytes.fill(0, offset, offset + lengthBytes);
    this.call(sharer.pid, "fallocate", { fd: sharer.fds.get(file)!, mode: 3, offset, lengthBytes });
  }

  private map(): void {
    const sharer = this.anySharer();
    const file = this.anyFile();
    const firstPage = this.random.below(FILE_PAGES);
    const pageCount = 1 + this.random.below(FILE_PAGES - firstPage);
    const isShared = this.random.chance(3, 4);
    const address = this.call(sharer.pid, "mmap", {
      lengthBytes: pageCount * PAGE_SIZE,
      prot: isShared ? PROT.READ | PROT.WRITE : PROT.READ,
      flags: isShared ? MAP.SHARED : MAP.PRIVATE,
      fd: sharer.fds.get(file)!,
      offset: firstPage * PAGE_SIZE,
    });
    sharer.mappings.push({ file, address, firstPage, pageCount, isShared });
  }

  private unmap(): void {
    const sharer = this.anySharer();
    const mapping = this.pick(sharer.mappings);
    if (mapping === undefined) return;
    sharer.mappings = sharer.mappings.filter((other) => other !== mapping);
    const { address, pageCount } = mapping;
    this.call(sharer.pid, "munmap", { address, lengthBytes: pageCount * PAGE_SIZE });
  }

  private fork(): void {
    if (this.sharers.length === MOST_PROCESSES) return;
    const parent = this.anySharer();
    const pid = this.call(parent.pid, "fork", {});
    this.sharers.push({ pid, fds: new Map(parent.fds), mappings: [...parent.mappings] });
  }

  private exit(): void {
    if (this.sharers.length === 1) return;
    const { pid } = this.sharers[1 + this.random.below(this.sharers.length - 1)];
    this.sharers = this.sharers.filter((sharer) => sharer.pid !== pid);
    this.call(pid, "exit_group", { status: 0 });
  }

  private rename(): void {
    const file = this.files[this.anyFile()];
    const newPath = file.path.endsWith("2") ? file.path.slice(0, -1) : `${file.path}2`;
    this.call(FIRST_PID, "rename", { oldPath: file.path, newPath });
    file.path = newPath;
  }

  private sync(): void {
    const sharer = this.anySharer();
    this.call(sharer.pid, "fsync", { fd: sharer.fds.get(this.anyFile())! });
  }

  /** A process reads every file, by read() and through its mappings, and compares with the model. */
  private look({ pid, fds, mappings }: Sharer): void {
    for (const [file, { bytes, sizeBytes }] of this.files.entries()) {
      const expected = bytes.subarray(0, sizeBytes);
      this.compare(`${this.files[file].path} as it is cached`, this.bytesOf(file), expected);
      const fd = fds.get(file)!;
      const count = this.call(pid, "pread64", {
        fd,
        buffer: BUFFER_ADDRESS,
        lengthBytes: MOST_BYTES,
        position: 0,
      });
      const seen = new Uint8Array(count);
      peekBytes(this.machine.state, pid, BUFFER_ADDRESS, seen);
      this.compare(`${this.files[file].path} read by ${pid}`, seen, expected);
    }
    for (const mapping of mappings) this.lookThrough(pid, mapping);
  }

  private lookThrough(pid: number, { file, address, firstPage, pageCount }: SharedMapping): void {
    const { bytes, sizeBytes, path } = this.files[file];
    const first = firstPage * PAGE_SIZE;
    const expected = bytes.subarray(first, Math.min(sizeBytes, first + pageCount * PAGE_SIZE));
    const seen = new Uint8Array(pageCount * PAGE_SIZE);
    const { done, signal } = loadBytes(this.machine, pid, address, seen);
    this.compare(
      `${path} through ${address.toString(16)} of ${pid}`,
      seen.subarray(0, expected.length),
      expected,
    );
    const reached = Math.min(pageCount, Math.max(0, Math.ceil(sizeBytes / PAGE_SIZE) - firstPage)) *
      PAGE_SIZE;
    if (done !== reached || (signal === undefined) !== (reached === seen.length)) {
      this.fail(
        `${path} of ${sizeBytes} bytes through ${address.toString(16)}: ${done} bytes, ${signal?.signal}`,
      );
    }
  }

  /** SF1: read() and all mappings of all processes show the same. */
  private checkAgreement(): void {
    for (const file of this.files.keys()) {
      const cached = this.bytesOf(file);
      for (const { pid, mappings } of this.sharers) {
        for (const mapping of mappings) if (mapping.file === file) this.comparePages(pid, mapping, cached);
      }
    }
  }

  /** The pages of a mapping that are present show what is cached. */
  private comparePages(
    pid: number,
    { file, address, firstPage, pageCount }: SharedMapping,
    cached: Uint8Array,
  ): void {
    for (let page = 0; page < pageCount; page++) {
      const start = (firstPage + page) * PAGE_SIZE;
      const part = cached.subarray(start, start + PAGE_SIZE);
      const seen = new Uint8Array(part.length);
      const isPresent = peekBytes(this.machine.state, pid, address + page * PAGE_SIZE, seen) === seen.length;
      if (isPresent) {
        this.compare(`page ${firstPage + page} of ${this.files[file].path} in ${pid}`, seen, part);
      }
    }
  }

  private bytesOf(file: number): Uint8Array {
    return fileBytes(this.machine.state, this.files[file].inode, 0, MOST_BYTES).bytes;
  }

  private compare(what: string, seen: Uint8Array, expected: Uint8Array): void {
    this.checkCount++;
    if (this.failure !== undefined) return;
    if (seen.length !== expected.length) {
      return this.fail(`${what}: ${seen.length} bytes, not ${expected.length}`);
    }
    const at = seen.findIndex((byte, index) => byte !== expected[index]);
    if (at >= 0) this.fail(`${what}: byte ${at} is ${seen[at]}, not ${expected[at]}`);
  }

  private fail(what: string): void {
    this.failure ??= `after event ${this.machine.state.eventCount - 1}: ${what}`;
  }

  private put(file: number, position: number, bytes: Uint8Array): void {
    const model = this.files[file];
    model.bytes.set(bytes, position);
    model.sizeBytes = Math.max(model.sizeBytes, position + bytes.length);
  }

  private call(pid: number, name: string, args: Record<string, number | string | Uint8Array>): number {
    const result = this.machine.call(pid, name, args);
    if (result < 0) throw new Error(`${name} failed with ${result}`);
    return result;
  }

  private randomBytes(lengthBytes: number): Uint8Array {
    const first = this.random.below(256);
    return Uint8Array.from({ length: lengthBytes }, (_, at) => first + at * 5 + (at >> 8));
  }

  private anySharer(): Sharer {
    return this.pick(this.sharers)!;
  }

  private anyFile(): number {
    return this.random.below(PATHS.length);
  }

  private pick<T>(from: readonly T[]): T | undefined {
    return from[this.random.below(from.length)];
  }
}
