/**
 * A naive model of what may survive a power cut: it knows the operations and what POSIX and ext4 promise of them, and nothing of
 * journals, blocks and caches.
 *
 *      time       1      2      3      4      5      6        one for each operation
 *      names      · ──── · ─────────── · ──────────────       all names, each time they change
 *      size       · ──────────── · ───────────────────        of each file
 *      page 0     · ──── · ──── · ────────── · ───────        of each file: its bytes, each time they change
 *                               ▲
 *                               floor: promised by fsync() — nothing older than what held then may be found
 *
 *   DM1  Names are found as they were at one moment, not before the floor of names.
 *   DM2  A size is one the file had since its floor, or a multiple of the page size between two of them: write-back got so far.
 *   DM3  Each page is found as it was at some moment since its floor, each for itself.
 *   DM4  fsync() of a file promises its bytes, its size, and all that happened to names up to the last change of one of its own.
 *   DM5  What lay behind the end of a file when it was cut does not come back: a size that the file had only later comes with
 *        bytes from after the cut.
 */

import { PAGE_SIZE } from "@palimpsest/kernel";

/** A moment of the model: operations so far. */
type Time = number;

interface Version<T> {
  readonly time: Time;
  readonly value: T;
}

/** What is known of one file. */
interface FileHistory {
  readonly sizes: Version<number>[];
  readonly pages: Map<number, Version<Uint8Array>[]>;
  /** Since when its size is promised; 0: never. */
  sizeFloor: Time;
  /** Since when each page is promised; a page that is missing never was. */
  readonly pageFloors: Map<number, Time>;
  /** When one of its names changed last. */
  namesChanged: Time;
}

/** A file as it was found: its number, size and bytes. */
export interface FoundFile {
  readonly file: number;
  readonly sizeBytes: number;
  readonly bytes: Uint8Array;
}

/** The histories of names and files. */
export class DurabilityModel {
  private time: Time = 0;
  private readonly files = new Map<number, FileHistory>();
  private readonly names: Version<ReadonlyMap<string, number>>[] = [{ time: 0, value: new Map() }];
  private namesFloor: Time = 0;

  /** The names as the running machine has them. */
  get currentNames(): ReadonlyMap<string, number> {
    return this.names.at(-1)!.value;
  }

  /** The size of a file as the running machine has it. */
  sizeOf(file: number): number {
    return this.history(file).sizes.at(-1)!.value;
  }

  /** Names change: each stands for a file, or for none (0). `created` files are new and empty. */
  rename(changes: ReadonlyMap<string, number>, created: readonly number[] = []): void {
    const time = ++this.time;
    const names = new Map(this.currentNames);
    for (const file of created) {
      this.files.set(file, {
        sizes: [{ time, value: 0 }],
        pages: new Map(),
        sizeFloor: 0,
        pageFloors: new Map(),
        namesChanged: time,
      });
    }
    for (const [name, file] of changes) {
      for (const touched of [names.get(name) ?? 0, file]) {
        if (touched !== 0) this.history(touched).namesChanged = time;
      }
      if (file === 0) names.delete(name);
      else names.set(name, file);
    }
    this.names.push({ time, value: names });
  }

  /** Bytes of a file change, and its size, if it ends before them. */
  write(file: number, position: number, bytes: Uint8Array): void {
    const time = ++this.time;
    this.put(file, time, position, bytes);
    this.resize(file, time, Math.max(this.sizeOf(file), position + bytes.length));
  }

  /** Bytes of a file become zero; its size stays. */
  punch(file: number, position: number, lengthBytes: number): void {
    const end = Math.min(position + lengthBytes, this.sizeOf(file));
    if (end > position) this.put(file, ++this.time, position, new Uint8Array(end - position));
  }

  /** A file gets another size. */
  truncate(file: number, sizeBytes: number): void {
    const time = ++this.time;
    const before = this.sizeOf(file);
    if (sizeBytes < before) this.put(file, time, sizeBytes, new Uint8Array(before - sizeBytes));
    this.resize(file, time, sizeBytes);
  }

  /** The bytes of a file are promised; with `isDataOnly` nothing about names is. */
  promise(file: number, isDataOnly = false): void {
    this.promiseRange(file, 0, Infinity, isDataOnly);
  }

  /** A part of a file is promised: its bytes, and the size if the file ends there. */
  promiseRange(file: number, position: number, lengthBytes: number, isDataOnly = false): void {
    const history = this.history(file);
    const end = position + lengthBytes;
    if (end >= this.sizeOf(file)) history.sizeFloor = this.time;
    for (const index of history.pages.keys()) {
      const isInside = (index + 1) * PAGE_SIZE > position && index * PAGE_SIZE < end;
      if (isInside) history.pageFloors.set(index, this.time);
    }
    if (!isDataOnly) this.namesFloor = Math.max(this.namesFloor, history.namesChanged);
  }

  /** All names are promised as they stand (fsync() of their directory). */
  promiseNames(): void {
    this.namesFloor = this.time;
  }

  /** Everything is promised (sync()). */
  promiseAll(): void {
    this.promiseNames();
    for (const file of this.files.keys()) this.promise(file);
  }

  /** What was found that cannot be, in sentences: names with the files they stand for. */
  problems(found: ReadonlyMap<string, FoundFile>): string[] {
    const problems: string[] = [];
    if (!this.areNamesPossible(found)) {
      const names = [...found].map(([name, { file }]) => `${name} → ${file}`).join(", ");
      problems.push(`DM1: these names never stood together since they were promised: ${names || "none"}`);
    }
    for (const [name, file] of found) {
      if (!this.files.has(file.file)) continue;
      problems.push(...this.fileProblems(name, file));
    }
    return problems;
  }

  private areNamesPossible(found: ReadonlyMap<string, FoundFile>): boolean {
    return since(this.names, this.namesFloor).some((names) =>
      names.size === found.size && [...names].every(([name, file]) => found.get(name)?.file === file)
    );
  }

  private fileProblems(name: string, { file, sizeBytes, bytes }: FoundFile): string[] {
    const { sizes, pages, sizeFloor, pageFloors } = this.history(file);
    const possible = since(sizes, sizeFloor);
    const isReached = sizeBytes % PAGE_SIZE === 0 && sizeBytes >= Math.min(...possible) &&
      sizeBytes <= Math.max(...possible);
    const problems: string[] = [];
    if (!possible.includes(sizeBytes) && !isReached) {
      problems.push(`DM2: ${name} has ${sizeBytes} bytes, not ${possible.join(" or ")}`);
    }
    for (let index = 0; index * PAGE_SIZE < sizeBytes; index++) {
      const page = bytes.subarray(index * PAGE_SIZE, (index + 1) * PAGE_SIZE);
      const versions = since(pages.get(index) ?? [], pageFloors.get(index) ?? 0, new Uint8Array(PAGE_SIZE));
      if (!versions.some((version) => isPrefix(page, version))) {
        problems.push(`DM3: page ${index} of ${name} never held what was found since it was promised`);
      }
    }
    return [...problems, ...this.returnProblems(name, { file, sizeBytes, bytes })];
  }

  /** DM5: looks at the bytes behind each cut that came before the file could have the size that was found. */
  private returnProblems(name: string, { file, sizeBytes, bytes }: FoundFile): string[] {
    const { sizes, pages, sizeFloor } = this.history(file);
    const first = Math.max(0, sizes.findLastIndex(({ time }) => time <= sizeFloor));
    const reached = sizes.findIndex(({ value }, at) => at >= first && value === sizeBytes);
    const problems: string[] = [];
    for (let at = 1; at <= reached; at++) {
      const { time, value: cut } = sizes[at];
      if (cut >= sizes[at - 1].value) continue;
      for (let index = Math.floor(cut / PAGE_SIZE); index * PAGE_SIZE < sizeBytes; index++) {
        const offset = Math.max(0, cut - index * PAGE_SIZE);
        const part = bytes.subarray(index * PAGE_SIZE + offset, (index + 1) * PAGE_SIZE);
        const versions = since(pages.get(index) ?? [], time, new Uint8Array(PAGE_SIZE));
        if (!versions.some((version) => isPrefix(part, version.subarray(offset)))) {
          problems.push(`DM5: page ${index} of ${name} holds again what was cut off at byte ${cut}`);
        }
      }
    }
    return problems;
  }

  private put(file: number, time: Time, position: number, bytes: Uint8Array): void {
    const { pages } = this.history(file);
    for (let done = 0; done < bytes.length;) {
      const index = Math.floor((position + done) / PAGE_SIZE);
      const offset = (position + done) % PAGE_SIZE;
      const part = bytes.subarray(done, done + PAGE_SIZE - offset);
      const versions = pages.get(index) ?? [];
      const value = versions.at(-1)?.value.slice() ?? new Uint8Array(PAGE_SIZE);
      value.set(part, offset);
      pages.set(index, [...versions, { time, value }]);
      done += part.length;
    }
  }

  private resize(file: number, time: Time, sizeBytes: number): void {
    this.history(file).sizes.push({ time, value: sizeBytes });
  }

  private history(file: number): FileHistory {
    return this.files.get(file)!;
  }
}

/** What held at a moment, and all that held since. */
function since<T>(versions: readonly Version<T>[], floor: Time, atFirst?: T): T[] {
  const last = versions.findLastIndex(({ time }) => time <= floor);
  const values = versions.slice(Math.max(0, last)).map(({ value }) => value);
  return last < 0 && atFirst !== undefined ? [atFirst, ...values] : values;
}

function isPrefix(part: Uint8Array, whole: Uint8Array): boolean {
  return part.every((byte, at) => byte === whole[at]);
}
