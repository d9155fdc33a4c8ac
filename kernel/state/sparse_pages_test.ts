/** Tests of sparse pages against arrays of bytes: the bytes, the hash, what checkpoints see, and that they can move. */
import { assert, assertEquals } from "@std/assert";
import { F_SPARSE, F_USED, FLAGS, SPARSE_BLOCK } from "../memory/frame.ts";
import { Random } from "../testing/random.ts";
import { ContentRuns } from "./content_runs.ts";
import { FrameTable } from "./frame_table.ts";
import { type Content, hashHi, hashLo, readInto } from "./content.ts";
import { ContentPatch } from "./content_patch.ts";
import { MOST_ENTRIES, SparsePages } from "./sparse_pages.ts";
import { compactTables } from "./table_compaction.ts";

const FRAMES = 60;

/** Sparse pages with the frames that have them, by frame. */
class Pages {
  readonly pages: SparsePages;

  constructor(private epoch: number, readonly frames = FrameTable.create(epoch)) {
    this.pages = new SparsePages(frames);
  }

  clone(epoch: number): Pages {
    return new Pages(epoch, this.frames.clone(epoch));
  }

  write(frame: number, offset: number, bytes: Uint8Array): boolean {
    return this.pages.write(this.own(frame), this.frames.at, offset, bytes);
  }

  fill(frame: number, offset: number, lengthBytes: number, value: number): boolean {
    return this.pages.fill(this.own(frame), this.frames.at, offset, lengthBytes, value);
  }

  copy(source: number, frame: number): void {
    this.pages.copy(source, this.own(frame), this.frames.at);
  }

  drop(frame: number): void {
    this.pages.drop(this.own(frame), this.frames.at);
  }

  has(frame: number): boolean {
    return (this.frames.word(frame, FLAGS) & F_SPARSE) !== 0;
  }

  private own(frame: number): Int32Array {
    const record = this.frames.own(this.epoch, frame);
    record[this.frames.at + FLAGS] |= F_USED;
    return record;
  }
}

/** What a page must hold, with its hash as the changes add up. */
interface PageModel {
  readonly bytes: Uint8Array;
  lo: number;
  hi: number;
}

interface Version {
  readonly sparse: Pages;
  readonly models: Map<number, PageModel>;
}

function bytesOf(content: Content): Uint8Array {
  const bytes = new Uint8Array(4096);
  assert(readInto(content, 0, bytes, 0, 4096));
  return bytes;
}

function verify({ sparse, models }: Version): void {
  const { pages } = sparse;
  assertEquals([...pages.withPage()], [...models.keys()].sort((one, other) => one - other));
  const blocks = [...models.keys()].map((frame) => pages.block(frame));
  assertEquals(new Set(blocks).size, blocks.length);
  for (let frame = 0; frame < FRAMES; frame++) {
    const model = models.get(frame);
    assertEquals(sparse.has(frame), model !== undefined);
    assertEquals(sparse.frames.word(frame, SPARSE_BLOCK) !== 0, model !== undefined);
    if (model === undefined) continue;
    const content = pages.content(0, frame);
    assertEquals(bytesOf(content), model.bytes);
    assertEquals([hashLo(content) | 0, hashHi(content) | 0], [model.lo, model.hi], `frame ${frame}`);
  }
}

/** Writes or fills at random; a page for which that is too much is dropped. */
function store({ sparse, models }: Version, frame: number, random: Random): boolean {
  const model = models.get(frame) ?? { bytes: new Uint8Array(4096), lo: 0, hi: 0 };
  const isFill = random.chance(1, 4);
  const lengthBytes = isFill ? 8 * random.between(1, 200) : random.pick([1, 4, 8, 8, 8, 24, 64, 100]);
  const unit = random.chance(1, 4) ? 1 : 8;
  const offset = unit * random.below((random.pick([200, 4096]) - lengthBytes) / unit + 1 | 0);
  if (offset < 0) return false;
  const value = random.below(4);
  const bytes = Uint8Array.from({ length: lengthBytes }, () => isFill ? value : random.below(3));
  const isDone = isFill ? sparse.fill(frame, offset, lengthBytes, value) : sparse.write(frame, offset, bytes);
  if (isDone) {
    model.bytes.set(bytes, offset);
    model.lo = model.lo + sparse.pages.changeLo | 0;
    model.hi = model.hi + sparse.pages.changeHi | 0;
    models.set(frame, model);
  } else if (models.delete(frame)) sparse.drop(frame);
  return isDone;
}

/** Stores, drops and copies; how many stores were done. */
function change(version: Version, random: Random): number {
  const { sparse, models } = version;
  const frame = random.below(FRAMES);
  const other = random.below(FRAMES);
  if (random.chance(9, 10)) return Number(store(version, frame, random));
  if (!models.has(frame)) return 0;
  if (random.chance(1, 2)) {
    sparse.drop(frame);
    models.delete(frame);
  } else if (!models.has(other)) {
    sparse.copy(frame, other);
    const { bytes, lo, hi } = models.get(frame)!;
    models.set(other, { bytes: bytes.slice(), lo, hi });
  }
  return 0;
}

function copyModels(models: Map<number, PageModel>): Map<number, PageModel> {
  return new Map([...models].map(([frame, { bytes, lo, hi }]) => [frame, { bytes: bytes.slice(), lo, hi }]));
}

/** Changes a version, and keeps a copy of it after each of so many rounds; all of them, the one that went on last. */
function build(random: Random, rounds: number): { versions: Version[]; doneCount: number } {
  let version: Version = { sparse: new Pages(1), models: new Map() };
  const versions: Version[] = [];
  let doneCount = 0;
  for (let epoch = 2; epoch <= rounds + 1; epoch++) {
    for (let step = 0; step < 150; step++) doneCount += change(version, random);
    verify(version);
    versions.push(version);
    version = { sparse: version.sparse.clone(epoch), models: copyModels(version.models) };
  }
  return { versions: [...versions, version], doneCount };
}

Deno.test("pages hold what was stored and filled, with its hash, and checkpoints what they held", () => {
  const { versions, doneCount } = build(new Random(11), 40);
  for (const version of versions) verify(version);
  assert(doneCount > 2000, `${doneCount} stores were done`);
});

Deno.test("versions that move hold what they held, and go on, with those that stay and those that are left behind", () => {
  for (let seed = 1; seed <= 4; seed++) {
    const random = new Random(seed);
    const { versions } = build(random, 20);
    const base = seed % 2 === 0 ? [versions[4]] : [];
    const moved = versions.filter((_, index) => index > 4 && index % 3 !== 0).concat(versions[20]);
    const madeWords = versions[20].sparse.frames.tree.madeWords;
    compactTables(moved.map(({ sparse }) => sparse.frames), base.map(({ sparse }) => sparse.frames));
    assert(versions[20].sparse.frames.tree.madeWords < madeWords);
    for (const version of versions) verify(version);
    for (let step = 0; step < 300; step++) change(versions[20], random);
    for (const version of versions) verify(version);
    const shares = versions[16].models.size;
    assert(shares > 10, `${shares} pages`);
  }
});

Deno.test("versions that share a page go on sharing it when they move", () => {
  const sparse = new Pages(1);
  sparse.write(5, 0, word(1));
  sparse.write(6, 0, word(2));
  const later = sparse.clone(2);
  later.write(6, 8, word(3));
  sparse.frames.own(3, 6);
  compactTables([sparse.frames, later.frames]);
  assertEquals(sparse.pages.block(5), later.pages.block(5));
  assert(sparse.pages.block(6) !== later.pages.block(6));
  assertEquals([sparse.pages.entries(6).length, later.pages.entries(6).length], [1, 2]);
});

const word = (value: number) => Uint8Array.of(value, 0, 0, 0, 0, 0, 0, value);

Deno.test("a page takes ten units that stand apart, and then refuses; what it holds it can say", () => {
  const sparse = new Pages(1);
  for (let unit = 0; unit < MOST_ENTRIES; unit++) assert(sparse.write(3, 400 * unit, word(unit + 1)));
  assertEquals(sparse.pages.entries(3).map(({ first, low, isFill }) => [first, low, isFill]).slice(0, 3), [
    [0, 1, false],
    [50, 2, false],
    [100, 3, false],
  ]);
  assert(!sparse.write(3, 8, word(9)));
  assert(!sparse.write(3, 9, word(9)));
  assert(sparse.write(3, 400, word(9)), "a unit that it has can be written again");
  assert(sparse.pages.content(0, 3) instanceof ContentPatch);
  sparse.drop(3);
  assertEquals([sparse.has(3), sparse.pages.entries(3)], [false, []]);
});

Deno.test("a page that comes after one that was dropped takes its room, and nothing of what it held", () => {
  const sparse = new Pages(1);
  for (let unit = 0; unit < MOST_ENTRIES; unit++) sparse.write(3, 400 * unit, word(unit + 1));
  sparse.frames.own(1, 4);
  const { madeWords } = sparse.frames.tree;
  for (const store of [() => sparse.write(4, 8, word(7)), () => sparse.write(4, 9, word(7))]) {
    sparse.drop(3);
    assert(store());
    assert(sparse.pages.entries(4).length <= 2);
    sparse.drop(4);
    assert(sparse.fill(3, 0, 4096, 7));
    assertEquals(sparse.pages.content(0, 3), 7);
  }
  assertEquals(sparse.frames.tree.madeWords, madeWords);
});

Deno.test("a fill covers units that were zero, and a unit may be written within it", () => {
  const sparse = new Pages(1);
  assert(sparse.fill(7, 256, 512, 5));
  assert(sparse.pages.content(0, 7) instanceof ContentRuns);
  assert(sparse.write(7, 300, Uint8Array.of(1, 2)));
  assertEquals(bytesOf(sparse.pages.content(0, 7)).subarray(298, 304), Uint8Array.of(5, 5, 1, 2, 5, 5));
  assert(!sparse.fill(7, 0, 264, 6), "what is there is not filled");
  assert(!sparse.fill(7, 8, 8, 0), "zeros are no fill");
  assert(!sparse.fill(7, 9, 8, 1), "a part of a unit is no fill");
  assert(sparse.fill(8, 0, 4096, 6));
  assertEquals(sparse.pages.content(0, 8), 6);
});

Deno.test("a drop in a later epoch leaves the page to the checkpoint", () => {
  const sparse = new Pages(1);
  sparse.write(5, 0, word(1));
  const later = sparse.clone(2);
  later.drop(5);
  assertEquals([sparse.has(5), later.has(5)], [true, false]);
  later.write(5, 8, word(2));
  assertEquals([sparse.pages.entries(5)[0].first, later.pages.entries(5)[0].first], [0, 1]);
});
