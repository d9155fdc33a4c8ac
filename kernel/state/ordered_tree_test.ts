/** Tests of the ordered tree against a sorted list. */
import { assertEquals, assertThrows } from "@std/assert";
import { Random } from "../testing/random.ts";
import { type Order, OrderedTree } from "./ordered_tree.ts";

/** A range of pages, as a VMA or a mapping of a file is. */
interface Range {
  start: number;
  end: number;
  tie: number;
}

const BY_START: Order<Range> = { start: (range) => range.start, end: (range) => range.end };
const BY_START_AND_TIE: Order<Range> = { ...BY_START, compareRest: (one, other) => one.tie - other.tie };

/** A tree beside a sorted list that says what it must hold. */
interface Version {
  tree: OrderedTree<Range>;
  epoch: number;
  model: Range[];
}

function compare(one: Range, other: Range): number {
  return one.start - other.start || one.tie - other.tie;
}

function verify({ tree, model }: Version): void {
  tree.check();
  assertEquals(tree.size, model.length);
  assertEquals([...tree.items()], model);
}

function insert({ tree, epoch, model }: Version, range: Range): void {
  tree.insert(epoch, range);
  const at = model.findIndex((other) => compare(other, range) >= 0);
  if (at < 0) model.push(range);
  else model.splice(at, compare(model[at], range) === 0 ? 1 : 0, range);
}

function remove({ tree, epoch, model }: Version, range: Range): void {
  const at = model.findIndex((other) => compare(other, range) === 0);
  assertEquals(tree.remove(epoch, range), at >= 0);
  if (at >= 0) model.splice(at, 1);
}

/** Every g of [low, high - length] that is free, the slow way. */
function freePlaces(model: Range[], length: number, low: number, high: number): number[] {
  const places: number[] = [];
  for (let g = low; g + length <= high; g++) {
    if (!model.some((range) => range.start < g + length && range.end > g)) places.push(g);
  }
  return places;
}

function checkKeySearches({ tree, model }: Version, key: number): void {
  assertEquals(tree.floor(key), model.findLast((range) => range.start <= key));
  assertEquals(tree.previous(key), model.findLast((range) => range.start < key));
  assertEquals(tree.next(key), model.find((range) => range.start >= key));
}

function checkSearches({ tree, model }: Version, random: Random, keySpan: number): void {
  const key = random.between(-2, keySpan + 2);
  const end = key + random.below(20);
  const overlapping: Range[] = [];
  tree.overlapping(key, end, (range) => void overlapping.push(range));
  assertEquals(overlapping, model.filter((range) => range.start < end && range.end > key));
  const wanted = model.filter((range) => range.start >= key).slice(0, 40);
  const cursor = tree.seek(key);
  for (const range of wanted) {
    assertEquals(cursor.item, range);
    cursor.advance();
  }
  if (wanted.length < 40) assertEquals(cursor.item, undefined);
}

function checkDisjointSearches({ tree, model }: Version, random: Random, keySpan: number): void {
  const key = random.between(-2, keySpan + 2);
  const ending = model.find((range) => range.end > key);
  assertEquals(tree.firstEndingAfter(key), ending);
  const low = random.below(keySpan);
  const high = low + random.below(keySpan);
  const length = random.between(1, 12);
  const places = freePlaces(model, length, low, high);
  assertEquals(tree.highestGap(length, low, high), places.at(-1) ?? -1);
  assertEquals(tree.lowestGap(length, low, high), places[0] ?? -1);
}

/** Puts a range in after cutting away what it meets, as mmap(MAP_FIXED) does. */
function insertDisjoint(version: Version, range: Range): void {
  for (const other of version.model.filter((each) => each.start < range.end && each.end > range.start)) {
    if (other.start < range.start) insert(version, { ...other, end: range.start });
    else remove(version, other);
    if (other.end > range.end) insert(version, { start: range.end, end: other.end, tie: 0 });
  }
  insert(version, range);
}

function simulate(seed: number, disjoint: boolean, keySpan: number, stepCount: number): void {
  const random = new Random(seed);
  const order = disjoint ? BY_START : BY_START_AND_TIE;
  let lastEpoch = 1;
  const live: Version[] = [{ tree: new OrderedTree<Range>(1, order), epoch: 1, model: [] }];
  const kept: Version[] = [];
  const branch = (from: Version): Version => ({
    tree: from.tree.clone(++lastEpoch),
    epoch: lastEpoch,
    model: [...from.model],
  });
  for (let step = 0; step < stepCount; step++) {
    const at = random.below(live.length);
    const version = live[at];
    const start = random.below(keySpan);
    const range = {
      start,
      end: start + random.between(1, 8),
      tie: disjoint ? 0 : random.below(random.pick([2, 50])),
    };
    const growing = Math.floor(step / 400) % 2 === 0;
    if (random.chance(1, 60) && kept.length < 30) {
      kept.push(version);
      live[at] = branch(version);
    } else if (random.chance(1, 120) && kept.length > 0 && live.length < 4) {
      live.push(branch(random.pick(kept)));
    } else if (random.chance(growing ? 3 : 1, 4)) {
      if (disjoint) insertDisjoint(version, range);
      else insert(version, range);
    } else {
      remove(version, version.model.length > 0 ? random.pick(version.model) : range);
    }
    // Not after every write: some searches bring the tree up to date, and writes must do without that too.
    if (random.chance(1, 2)) checkKeySearches(live[at], random.between(-2, keySpan + 2));
    if (random.chance(1, 4)) checkSearches(live[at], random, keySpan);
    if (disjoint && random.chance(1, 4)) checkDisjointSearches(live[at], random, keySpan);
    if (step % 50 === 0) verify(live[at]);
  }
  for (const version of [...live, ...kept]) verify(version);
}

Deno.test("a tree of disjoint ranges, its earlier versions and branches hold and find what a sorted list does", () => {
  for (let seed = 1; seed <= 3; seed++) simulate(seed, true, 200, 800);
  simulate(4, true, 2000, 1200);
});

Deno.test("a tree of overlapping ranges with equal starts holds and finds what a sorted list does", () => {
  for (let seed = 1; seed <= 3; seed++) simulate(seed, false, 30, 1200);
  simulate(4, false, 3000, 1200);
});

Deno.test("thousands of ranges with one start stay ordered by the rest and can all be removed", () => {
  const tree = new OrderedTree<Range>(1, BY_START_AND_TIE);
  const ties = Array.from({ length: 3000 }, (_, tie) => tie);
  const random = new Random(5);
  random.shuffle(ties);
  for (const tie of ties) tree.insert(1, { start: 7, end: 9, tie });
  tree.check();
  assertEquals([...tree.items()].map((range) => range.tie), ties.toSorted((one, other) => one - other));
  random.shuffle(ties);
  for (const tie of ties) assertEquals(tree.remove(1, { start: 7, end: 9, tie }), true);
  tree.check();
  assertEquals(tree.size, 0);
});

Deno.test("a tree of twelve thousand ranges stays balanced while it grows and while it is emptied", () => {
  const random = new Random(6);
  const ranges = Array.from(
    { length: 12000 },
    (_, index) => ({ start: index * 4, end: index * 4 + 3, tie: 0 }),
  );
  const tree = new OrderedTree<Range>(1, BY_START);
  random.shuffle(ranges);
  for (const range of ranges) tree.insert(1, range);
  tree.check();
  const full = tree.clone(2);
  random.shuffle(ranges);
  for (const [removed, range] of ranges.entries()) {
    assertEquals(full.remove(2, range), true);
    if (removed % 1000 === 0) full.check();
  }
  tree.check();
  assertEquals([tree.size, full.size, full.highestGap(4, 0, 48000)], [12000, 0, 47996]);
  assertEquals([...tree.items()].every((range, index) => range.start === index * 4), true);
});

Deno.test("inserting an item again after its end grew renews what the tree knows of it", () => {
  const tree = new OrderedTree<Range>(1, BY_START);
  for (let index = 0; index < 100; index++) {
    tree.insert(1, { start: index * 10, end: index * 10 + 5, tie: 0 });
  }
  const range = tree.floor(500)!;
  range.end = 510;
  tree.insert(1, range);
  tree.check();
  assertEquals([tree.size, tree.highestGap(1, 500, 510)], [100, -1]);
});

Deno.test("overlapping() stops when the visit returns true", () => {
  const tree = new OrderedTree<Range>(1, BY_START);
  for (let start = 0; start < 100; start++) tree.insert(1, { start, end: start + 1, tie: 0 });
  const seen: number[] = [];
  tree.overlapping(10, 90, (range) => {
    seen.push(range.start);
    return seen.length === 3;
  });
  assertEquals(seen, [10, 11, 12]);
});

Deno.test("an ordered tree refuses writes under an epoch whose nodes a clone shares", () => {
  const tree = new OrderedTree<Range>(1, BY_START);
  tree.insert(1, { start: 1, end: 2, tie: 0 });
  tree.clone(2);
  assertThrows(() => tree.insert(1, { start: 3, end: 4, tie: 0 }), Error, "epoch 1");
  assertThrows(() => tree.clear(1), Error, "epoch 1");
});

Deno.test("put() gives back what it took the place of, take() what it removed", () => {
  const tree = new OrderedTree<Range>(1, BY_START);
  const ranges = Array.from(
    { length: 200 },
    (_, index) => ({ start: index * 10, end: index * 10 + 5, tie: 0 }),
  );
  for (const range of ranges) assertEquals(tree.put(1, range, range.start, range.end), undefined);
  // Where the last write was, and elsewhere.
  for (const at of [199, 198, 3, 4, 5, 90]) {
    const wider = { ...ranges[at], end: ranges[at].end + 1 };
    assertEquals(tree.put(1, wider, wider.start, wider.end) === ranges[at], true);
    assertEquals([tree.take(1, wider.start) === wider, tree.take(1, wider.start)], [true, undefined]);
    tree.check();
  }
  assertEquals([tree.size, tree.take(1, 55), tree.take(2, 7)], [194, undefined, undefined]);
});

Deno.test("clear() empties one version only", () => {
  const tree = new OrderedTree<Range>(1, BY_START);
  tree.insert(1, { start: 1, end: 2, tie: 0 });
  const next = tree.clone(2);
  next.clear(2);
  assertEquals([next.size, [...next.items()].length, tree.size], [0, 0, 1]);
});

Deno.test("an ordered tree refuses to be cloned under an epoch that owned it", () => {
  const source = new OrderedTree<Range>(1, BY_START);
  assertThrows(() => source.clone(1), Error, "epoch 1");
  source.clone(2);
  assertThrows(() => source.clone(1), Error, "epoch 1");
});
