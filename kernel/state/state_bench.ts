/**
 * What the structures of the state cost: nanoseconds an operation, the best of several rounds, and bytes a
 * checkpoint.
 *
 *     deno run --v8-flags=--expose-gc kernel/state/state_bench.ts [filter]
 *
 * "young" is a write to what the epoch owns already. "every N" takes a checkpoint (a clone under the next
 * epoch; the last forty are kept) after each N writes, so that it includes the copies of what is touched
 * first.
 */

import { F_SPARSE, FLAGS } from "../memory/frame.ts";
import { Random } from "../testing/random.ts";
import { FrameTable } from "./frame_table.ts";
import { type Content, copyBytes, hashLo, readByte, writeBytes } from "./content.ts";
import { RecordHasher } from "./digest.ts";
import { ObjectTable } from "./object_table.ts";
import { type Order, OrderedTree } from "./ordered_tree.ts";
import { SparsePages } from "./sparse_pages.ts";
import { compactTables, type MovedTable } from "./table_compaction.ts";
import { WordTable } from "./word_table.ts";

/** Pages of a process of 256 MiB, and frames that hold it. */
const PAGE_COUNT = 65536;
const FIRST_PAGE = 0x555555554;
const KEPT_CHECKPOINTS = 40;
const ROUNDS = 5;

/** What is measured writes here, so that nothing is optimized away. */
let sink = 0;

/** A persistent structure under measurement. */
interface Persistent<S> {
  clone(epoch: number): S;
}

function bytesInUse(): number {
  const collect = (globalThis as { gc?: () => void }).gc;
  collect?.();
  collect?.();
  const { heapUsed, external } = Deno.memoryUsage();
  return collect === undefined ? NaN : heapUsed + external;
}

function report(name: string, nanoseconds: number, note = ""): void {
  console.log(`${name.padEnd(58)}${nanoseconds.toFixed(1).padStart(9)} ns${note}`);
}

function measure(name: string, count: number, run: () => void): void {
  if (!name.includes(Deno.args[0] ?? "")) return;
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  report(name, best * 1e6 / count);
}

/** Measures `write` with a checkpoint after each `interval` writes, and what the kept checkpoints take. */
function measureCheckpoints<S extends Persistent<S>>(
  name: string,
  interval: number,
  structure: S,
  write: (structure: S, epoch: number, step: number) => void,
): void {
  if (!name.includes(Deno.args[0] ?? "")) return;
  const kept: S[] = [];
  let state = structure;
  let epoch = 1;
  let step = 0;
  let best = Infinity;
  const before = bytesInUse();
  for (let round = 0; round < ROUNDS; round++) {
    kept.length = 0;
    const start = performance.now();
    for (let checkpoint = 0; checkpoint < KEPT_CHECKPOINTS; checkpoint++) {
      kept.push(state);
      state = state.clone(++epoch);
      for (let done = 0; done < interval; done++) write(state, epoch, step++);
    }
    best = Math.min(best, performance.now() - start);
  }
  compactTables([structure, ...kept, state].flatMap(tablesIn));
  const bytes = (bytesInUse() - before) / kept.length;
  report(name, best * 1e6 / interval / KEPT_CHECKPOINTS, `  ${(bytes / 1024).toFixed(1)} KiB/checkpoint`);
  sink += kept.length;
}

/** The table that a version is, or has, if any. */
function tablesIn(version: unknown): MovedTable[] {
  if (version instanceof FramePages) return [version.frames];
  return version instanceof WordTable ? [version] : [];
}

/** Indexes below `limit` in random order, in runs of `runLength` that follow each other. */
function indexes(limit: number, runLength: number): Int32Array {
  const random = new Random(limit + runLength);
  const list = new Int32Array(1 << 18);
  for (let at = 0; at < list.length; at++) {
    list[at] = at % runLength === 0 ? random.below(limit) : (list[at - 1] + 1) % limit;
  }
  return list;
}

function measureWordTable(
  name: string,
  firstIndex: number,
  recordWords: number,
): void {
  const write = (order: Int32Array) => (table: WordTable, epoch: number, step: number) => {
    const index = firstIndex + order[step & (order.length - 1)];
    table.own(epoch, index)[table.offset(index)] = step | 1;
  };
  const fill = () => {
    const table = new WordTable(1, recordWords);
    for (let index = firstIndex; index < firstIndex + PAGE_COUNT; index++) {
      table.own(1, index)[table.offset(index)] = 1;
    }
    return table;
  };
  for (const [pattern, runLength] of [["scattered", 1], ["runs of 16", 16]] as const) {
    const order = indexes(PAGE_COUNT, runLength);
    const young = fill();
    const writeOne = write(order);
    measure(`${name}, ${pattern}, young`, order.length, () => {
      for (let step = 0; step < order.length; step++) writeOne(young, 1, step);
    });
    measure(`${name}, ${pattern}, peek`, order.length, () => {
      for (const index of order) sink += young.peek(firstIndex + index)[young.offset(firstIndex + index)];
    });
    for (const interval of [1000, 10000]) {
      measureCheckpoints(`${name}, ${pattern}, every ${interval}`, interval, fill(), write(order));
    }
  }
}

function measureObjectTable(): void {
  const order = indexes(PAGE_COUNT, 1);
  const value = { value: 1 };
  const table = new ObjectTable<{ value: number }>(1);
  for (let index = 0; index < PAGE_COUNT; index++) table.set(1, index, value);
  measure("object table, scattered, young", order.length, () => {
    for (const index of order) table.set(1, index, value);
  });
  measure("object table, scattered, get", order.length, () => {
    for (const index of order) sink += table.get(index)!.value;
  });
  measureCheckpoints("object table, scattered, every 1000", 1000, table, (state, epoch, step) => {
    state.set(epoch, order[step & (order.length - 1)], value);
  });
}

class Area {
  constructor(readonly start: number, readonly end: number) {}
}

const BY_START: Order<Area> = { start: (area) => area.start, end: (area) => area.end };

function measureOrderedTree(areaCount: number): void {
  const name = `ordered tree of ${areaCount}`;
  const areas = Array.from({ length: areaCount }, (_, index) => {
    return new Area(FIRST_PAGE + index * 8, FIRST_PAGE + index * 8 + 4);
  });
  new Random(1).shuffle(areas);
  const order = indexes(areaCount, 1);
  const tree = new OrderedTree<Area>(1, BY_START);
  for (const area of areas) tree.insert(1, area);
  const behind = FIRST_PAGE + areaCount * 8;
  measure(`${name}, remove + insert`, order.length, () => {
    for (const at of order) {
      tree.remove(1, areas[at]);
      tree.insert(1, areas[at]);
    }
  });
  measure(`${name}, floor`, order.length, () => {
    for (const at of order) sink += tree.floor(FIRST_PAGE + at * 8 + 5)!.end;
  });
  measure(`${name}, highestGap that fits`, order.length, () => {
    for (const at of order) sink += tree.highestGap(4, 0, behind - at);
  });
  measure(`${name}, highestGap between them that does not`, order.length, () => {
    for (const at of order) sink += tree.highestGap(5, FIRST_PAGE, FIRST_PAGE + at * 8);
  });
  measureCheckpoints(`${name}, insert again, every 10`, 10, tree, (state, epoch, step) => {
    state.insert(epoch, areas[order[step & (order.length - 1)]]);
  });
}

function measureContents(): void {
  const source = Uint8Array.from({ length: 4096 }, (_, offset) => offset * 31);
  const page = writeBytes(1, 0, 0, source, 0, 4096);
  for (const lengthBytes of [8, 64, 1024, 4096]) {
    measure(`content, write ${lengthBytes} bytes, young`, 20000, () => {
      for (let step = 0; step < 20000; step++) sink += hashLo(writeBytes(1, page, 0, source, 0, lengthBytes));
    });
  }
  const firstWrite = (name: string, make: (step: number) => Content) =>
    measure(name, 20000, () => {
      const kept: Content[] = [];
      for (let step = 0; step < 20000; step++) kept[step & 1023] = make(step);
    });
  firstWrite("content, first 8 bytes of a zero page", () => writeBytes(1, 0, 8, source, 0, 8));
  firstWrite("content, 8 bytes, every 1", (step) => writeBytes(step + 2, page, 8, source, 0, 8));
  firstWrite("content, copy of a page and 8 bytes", (step) => {
    return writeBytes(step + 2, copyBytes(step + 2, 0, 0, page, 0, 4096), 8, source, 0, 8);
  });
  measure("content, readByte", 100000, () => {
    for (let step = 0; step < 100000; step++) sink += readByte(page, step & 4095);
  });
}

/** A frame table with sparse pages. */
class FramePages {
  readonly pages: SparsePages;

  constructor(readonly epoch: number, readonly frames = FrameTable.create(epoch)) {
    this.pages = new SparsePages(frames);
  }

  clone(epoch: number): FramePages {
    return new FramePages(epoch, this.frames.clone(epoch));
  }

  write(frame: number, offset: number, bytes: Uint8Array): void {
    const record = this.frames.own(this.epoch, frame);
    const { at } = this.frames;
    if (!this.pages.write(record, at, offset, bytes)) this.pages.drop(record, at);
  }

  drop(frame: number): void {
    const record = this.frames.own(this.epoch, frame);
    const { at } = this.frames;
    if ((record[at + FLAGS] & F_SPARSE) !== 0) this.pages.drop(record, at);
  }
}

function measureSparsePages(): void {
  const source = Uint8Array.from({ length: 64 }, (_, offset) => offset * 31);
  const word = source.subarray(0, 8);
  const order = indexes(PAGE_COUNT, 1);
  const count = PAGE_COUNT / 4;
  const all = new FramePages(1);
  const first = (name: string, bytes: Uint8Array) =>
    measure(`sparse pages, first ${name} and drop, scattered`, count, () => {
      for (let at = 0; at < count; at++) all.write(order[at], 1024, bytes);
      for (let at = 0; at < count; at++) all.drop(order[at]);
    });
  first("8 bytes", word);
  first("64 bytes", source);
  measure("sparse pages, 8 bytes that are there", 20000, () => {
    for (let step = 0; step < 20000; step++) all.write(step & 255, 8 * (step >> 8 & 7), word);
  });
  measure("sparse pages, the content of a page of 64 bytes", 2000, () => {
    for (let step = 0; step < 2000; step++) sink += hashLo(all.pages.content(0, step & 255));
  });
  for (let frame = 0; frame < PAGE_COUNT; frame++) {
    if (all.pages.block(frame) === 0) all.write(frame, 0, word);
  }
  measureCheckpoints("sparse pages, 8 bytes, every 1000", 1000, all, (state, _, step) => {
    state.write(order[step & (order.length - 1)], 0, word);
  });
}

function measureDigest(): void {
  const hasher = new RecordHasher();
  const words = Int32Array.from({ length: 1024 }, (_, index) => index * 7919);
  for (const count of [1, 8]) {
    measure(`digest, hashWords of ${count}`, 200000, () => {
      for (let step = 0; step < 200000; step++) {
        hasher.hashWords(1, step, 0, words, (step * 8) & 511, count);
        sink += hasher.lo ^ hasher.hi;
      }
    });
  }
  measure("digest, hashRecord of 12 fields", 50000, () => {
    for (let step = 0; step < 50000; step++) {
      hasher.hashRecord(1, step, [step, 2, 3, FIRST_PAGE, 5, "anon", true, null, 9, 10, 11, 12]);
      sink += hasher.lo;
    }
  });
}

measureWordTable("page table (1 word)", FIRST_PAGE, 1);
measureWordTable("frame table (8 words)", 0, 8);
measureObjectTable();
for (const areaCount of [10, 30, 1000, 60000]) measureOrderedTree(areaCount);
measureContents();
measureSparsePages();
measureDigest();
if (!Number.isFinite(sink)) console.log(sink);
