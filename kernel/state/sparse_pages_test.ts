/** Tests of sparse pages against arrays of bytes: the bytes, the hash, and what checkpoints see. */
import { assert, assertEquals } from "@std/assert";
import { Random } from "../testing/random.ts";
import { ContentRuns } from "./content_runs.ts";
import { type Content, hashHi, hashLo, readInto } from "./content.ts";
import { ContentPatch } from "./content_patch.ts";
import { MOST_ENTRIES, SparsePages } from "./sparse_pages.ts";

const FRAMES = 60;

/** What a page must hold, with its hash as the changes add up. */
interface PageModel {
  readonly bytes: Uint8Array;
  lo: number;
  hi: number;
}

interface Version {
  readonly pages: SparsePages;
  readonly models: Map<number, PageModel>;
}

function bytesOf(content: Content): Uint8Array {
  const bytes = new Uint8Array(4096);
  assert(readInto(content, 0, bytes, 0, 4096));
  return bytes;
}

function verify({ pages, models }: Version): void {
  assertEquals([...pages.frames()], [...models.keys()].sort((one, other) => one - other));
  for (let frame = 0; frame < FRAMES; frame++) {
    const model = models.get(frame);
    assertEquals(pages.has(frame), model !== undefined);
    if (model === undefined) continue;
    const content = pages.content(0, frame);
    assertEquals(bytesOf(content), model.bytes);
    assertEquals([hashLo(content) | 0, hashHi(content) | 0], [model.lo, model.hi], `frame ${frame}`);
  }
}

/** Writes or fills at random; a page for which that is too much is dropped. */
function store({ pages, models }: Version, epoch: number, frame: number, random: Random): boolean {
  const model = models.get(frame) ?? { bytes: new Uint8Array(4096), lo: 0, hi: 0 };
  const isFill = random.chance(1, 4);
  const lengthBytes = isFill ? 8 * random.between(1, 200) : random.pick([1, 4, 8, 8, 8, 24, 64, 100]);
  const unit = random.chance(1, 4) ? 1 : 8;
  const offset = unit * random.below((random.pick([200, 4096]) - lengthBytes) / unit + 1 | 0);
  if (offset < 0) return false;
  const value = random.below(4);
  const bytes = Uint8Array.from({ length: lengthBytes }, () => isFill ? value : random.below(3));
  const isDone = isFill
    ? pages.fill(epoch, frame, offset, lengthBytes, value)
    : pages.write(epoch, frame, offset, bytes);
  if (isDone) {
    model.bytes.set(bytes, offset);
    model.lo = model.lo + pages.changeLo | 0;
    model.hi = model.hi + pages.changeHi | 0;
    models.set(frame, model);
  } else if (models.delete(frame)) pages.drop(epoch, frame);
  return isDone;
}

function copyModels(models: Map<number, PageModel>): Map<number, PageModel> {
  return new Map([...models].map(([frame, { bytes, lo, hi }]) => [frame, { bytes: bytes.slice(), lo, hi }]));
}

Deno.test("pages hold what was stored and filled, with its hash, and checkpoints what they held", () => {
  const random = new Random(11);
  let version: Version = { pages: SparsePages.create(1), models: new Map() };
  const kept: Version[] = [];
  let doneCount = 0;
  for (let epoch = 1; epoch <= 40; epoch++) {
    for (let step = 0; step < 150; step++) {
      const frame = random.below(FRAMES);
      const other = random.below(FRAMES);
      const { pages, models } = version;
      if (random.chance(9, 10)) doneCount += Number(store(version, epoch, frame, random));
      else if (models.has(frame) && random.chance(1, 2)) {
        pages.drop(epoch, frame);
        models.delete(frame);
      } else if (models.has(frame) && !models.has(other)) {
        pages.copy(epoch, frame, other);
        const { bytes, lo, hi } = models.get(frame)!;
        models.set(other, { bytes: bytes.slice(), lo, hi });
      }
    }
    verify(version);
    kept.push({ pages: version.pages, models: version.models });
    version = { pages: version.pages.clone(epoch + 1), models: copyModels(version.models) };
  }
  for (const old of kept) verify(old);
  assert(doneCount > 2000, `${doneCount} stores were done`);
});

const word = (value: number) => Uint8Array.of(value, 0, 0, 0, 0, 0, 0, value);

Deno.test("a page takes ten units that stand apart, and then refuses; what it holds it can say", () => {
  const pages = SparsePages.create(1);
  for (let unit = 0; unit < MOST_ENTRIES; unit++) assert(pages.write(1, 3, 400 * unit, word(unit + 1)));
  assertEquals(pages.entries(3).map(({ first, low, isFill }) => [first, low, isFill]).slice(0, 3), [
    [0, 1, false],
    [50, 2, false],
    [100, 3, false],
  ]);
  assert(!pages.write(1, 3, 8, word(9)));
  assert(pages.write(1, 3, 400, word(9)), "a unit that it has can be written again");
  assert(pages.content(0, 3) instanceof ContentPatch);
  assertEquals(pages.table.leafCount, 1);
  pages.drop(1, 3);
  assertEquals([pages.table.leafCount, pages.has(3)], [0, false]);
});

Deno.test("a fill covers units that were zero, and a unit may be written within it", () => {
  const pages = SparsePages.create(1);
  assert(pages.fill(1, 7, 256, 512, 5));
  assert(pages.content(0, 7) instanceof ContentRuns);
  assert(pages.write(1, 7, 300, Uint8Array.of(1, 2)));
  assertEquals(bytesOf(pages.content(0, 7)).subarray(298, 304), Uint8Array.of(5, 5, 1, 2, 5, 5));
  assert(!pages.fill(1, 7, 0, 264, 6), "what is there is not filled");
  assert(!pages.fill(1, 7, 8, 8, 0), "zeros are no fill");
  assert(!pages.fill(1, 7, 9, 8, 1), "a part of a unit is no fill");
  assert(pages.fill(1, 8, 0, 4096, 6));
  assertEquals(pages.content(0, 8), 6);
});

Deno.test("a drop in a later epoch leaves the page to the checkpoint", () => {
  const pages = SparsePages.create(1);
  pages.write(1, 5, 0, word(1));
  const later = pages.clone(2);
  later.drop(2, 5);
  assertEquals([pages.has(5), later.has(5)], [true, false]);
  later.write(2, 5, 8, word(2));
  assertEquals([pages.entries(5)[0].first, later.entries(5)[0].first], [0, 1]);
});

Deno.test("a version that was cloned holds on to no words but those of its table", () => {
  const pages = SparsePages.create(1);
  pages.write(1, 5, 0, word(1));
  assert((Reflect.get(pages, "words") as Int32Array).length > 0);
  pages.clone(2);
  assertEquals((Reflect.get(pages, "words") as Int32Array).length, 0);
});
