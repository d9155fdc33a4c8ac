/** Tests of the word table against a Map. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { Random } from "../testing/random.ts";
import { WordTable } from "./word_table.ts";

/** A table beside a Map that says what it must hold: the words of each record that is not zero. */
interface Version {
  table: WordTable;
  epoch: number;
  model: Map<number, number[]>;
}

function write(version: Version, index: number, words: number[]): void {
  const { table, epoch, model } = version;
  const leaf = table.own(epoch, index);
  leaf.set(words, table.offset(index));
  if (words.some((word) => word !== 0)) model.set(index, words);
  else model.delete(index);
}

function read(table: WordTable, index: number): number[] {
  const offset = table.offset(index);
  return [...table.peek(index).subarray(offset, offset + table.recordWords)];
}

/** Every record of a table that is not zero, found through nextLeaf(). */
function contents(table: WordTable): Map<number, number[]> {
  const found = new Map<number, number[]>();
  let leafCount = 0;
  for (let first = table.nextLeaf(0); first >= 0; first = table.nextLeaf(first + table.leafRecords)) {
    leafCount++;
    for (let index = first; index < first + table.leafRecords; index++) {
      const words = read(table, index);
      if (words.some((word) => word !== 0)) found.set(index, words);
    }
  }
  assertEquals(leafCount, table.leafCount);
  return found;
}

function sorted(model: Map<number, number[]>): [number, number[]][] {
  return [...model].sort(([one], [other]) => one - other);
}

function verify(version: Version): void {
  assertEquals([...contents(version.table)], sorted(version.model));
}

/** Drops leaves of which the model knows no record, as a caller does when it cleared the last. */
function dropEmptyLeaves({ table, epoch, model }: Version, random: Random): void {
  const full = new Set([...model.keys()].map((index) => Math.floor(index / table.leafRecords)));
  for (let index = table.nextLeaf(0); index >= 0; index = table.nextLeaf(index + 1)) {
    const first = Math.floor(index / table.leafRecords) * table.leafRecords;
    if (!full.has(first / table.leafRecords)) table.dropLeaf(epoch, first + random.below(table.leafRecords));
    index = first + table.leafRecords - 1;
  }
}

/** Places where indexes cluster: the bottom and the top of an address space, and between. */
const BASES = [0, 64, 4096, 2 ** 25, 2 ** 32 - 1024];
/** … of a table whose leaves hold 16 records. */
const PAGE_BASES = [0, 64, 4096, 0x555555554, 0x7ffff7fc0, 2 ** 36 - 528];

function simulate(seed: number, recordWords: number, leafWords?: number): void {
  const random = new Random(seed);
  const bases = recordWords === 1 ? PAGE_BASES : BASES;
  let lastEpoch = 1;
  const live: Version[] = [{
    table: new WordTable(1, recordWords, leafWords),
    epoch: 1,
    model: new Map(),
  }];
  const kept: Version[] = [];
  const branch = (from: Version): Version => ({
    table: from.table.clone(++lastEpoch),
    epoch: lastEpoch,
    model: new Map(from.model),
  });
  for (let step = 0; step < 1500; step++) {
    const at = random.below(live.length);
    const version = live[at];
    const index = random.pick(bases) + random.below(512);
    if (random.chance(1, 40) && kept.length < 40) {
      kept.push(version);
      live[at] = branch(version);
    } else if (random.chance(1, 80) && kept.length > 0 && live.length < 4) {
      live.push(branch(random.pick(kept)));
    } else if (random.chance(1, 60)) {
      dropEmptyLeaves(version, random);
    } else if (random.chance(1, 70)) {
      const first = version.table.nextLeaf(index);
      if (first < 0) continue;
      const start = first - first % version.table.leafRecords;
      version.table.dropLeaf(version.epoch, first);
      for (let at = start; at < start + version.table.leafRecords; at++) version.model.delete(at);
    } else if (random.chance(1, 400)) {
      version.table.dropAll(version.epoch);
      version.model.clear();
    } else if (random.chance(1, 3)) {
      write(version, index, new Array(recordWords).fill(0));
    } else {
      write(version, index, Array.from({ length: recordWords }, () => random.next() | 0));
    }
    const probe = random.pick(bases) + random.below(512);
    const expected = version === live[at] ? version.model.get(probe) : undefined;
    if (expected !== undefined) assertEquals(read(version.table, probe), expected);
  }
  for (const version of [...live, ...kept]) verify(version);
}

Deno.test("a word table and all its earlier versions and branches hold what a Map holds", () => {
  for (let seed = 1; seed <= 4; seed++) simulate(seed, 1);
  simulate(5, 8);
  simulate(6, 2);
  simulate(7, 16);
  simulate(8, 8, 64);
  simulate(9, 1, 64);
});

Deno.test("peek() of a record that was never written is zero and makes no leaf", () => {
  const table = new WordTable(1, 8);
  assertEquals(read(table, 2 ** 33 - 3), [0, 0, 0, 0, 0, 0, 0, 0]);
  assertEquals([table.leafCount, table.nextLeaf(0)], [0, -1]);
});

Deno.test("peek() after own() of an absent leaf sees what was written", () => {
  const table = new WordTable(1, 1);
  assertEquals(table.peek(7)[table.offset(7)], 0);
  table.own(1, 7)[table.offset(7)] = 9;
  assertEquals(table.peek(7)[table.offset(7)], 9);
  table.dropLeaf(1, 7);
  assertEquals(table.peek(7)[table.offset(7)], 0);
});

Deno.test("own() gives the same leaf until the next epoch, then a copy", () => {
  const table = new WordTable(1, 1);
  const leaf = table.own(1, 100);
  assert(table.own(1, 101) === leaf);
  leaf[table.offset(100)] = 7;
  const next = table.clone(2);
  next.own(2, 100)[next.offset(100)] = 8;
  assertEquals([read(table, 100), read(next, 100)], [[7], [8]]);
  assert(table.peek(100) === leaf);
});

Deno.test("nextLeaf() gives the index itself inside a leaf that exists and the leaf's first record before it", () => {
  const table = new WordTable(1, 1);
  table.own(1, 2 ** 35 + 70);
  assertEquals(table.nextLeaf(0), 2 ** 35 + 64);
  assertEquals(table.nextLeaf(2 ** 35 + 77), 2 ** 35 + 77);
  assertEquals(table.nextLeaf(2 ** 35 + 80), -1);
  assertEquals(table.nextLeaf(2 ** 36), -1);
});

Deno.test("nextLeaf() need not look beyond an end", () => {
  const table = new WordTable(1, 1);
  for (const index of [70, 300, 2 ** 34]) table.own(1, index);
  const found = (index: number) => {
    for (const end of [index + 1, 64, 80, 256, 300, 301, 2 ** 34 + 1, 2 ** 35]) {
      const next = table.nextLeaf(index, end);
      const expected = table.nextLeaf(index);
      if (next !== expected) assertEquals([next, expected < 0 || expected >= end], [-1, true]);
    }
    return table.nextLeaf(index);
  };
  const far = 2 ** 34;
  assertEquals([0, 63, 64, 80, 255, 288, 304].map(found), [64, 64, 64, 288, 288, 288, far]);
  assertEquals([far - 1, far, far + 15, far + 16, 2 ** 35].map(found), [far, far, far + 15, -1, -1]);
});

Deno.test("dropLeaf() of the last leaf leaves an empty table that can be filled again", () => {
  const table = new WordTable(1, 1);
  table.own(1, 2 ** 30);
  table.dropLeaf(1, 2 ** 30);
  table.dropLeaf(1, 2 ** 30);
  assertEquals([table.leafCount, table.nextLeaf(0)], [0, -1]);
  table.own(1, 3)[table.offset(3)] = 1;
  assertEquals([table.leafCount, table.nextLeaf(0)], [1, 0]);
});

Deno.test("a word table refuses writes under an epoch whose nodes a clone shares", () => {
  const table = new WordTable(1, 1);
  table.own(1, 5);
  table.clone(2);
  assertThrows(() => table.own(1, 5), Error, "epoch 1");
  assertThrows(() => table.dropLeaf(1, 5), Error, "epoch 1");
  table.own(3, 5)[table.offset(5)] = 4;
  assertEquals(table.peek(5)[table.offset(5)], 4);
});

Deno.test("a leaf that is dropped and made again within an epoch is zero, and earlier versions keep theirs", () => {
  const table = new WordTable(1, 2);
  for (let index = 0; index < 2000; index += 16) table.own(1, index)[table.offset(index)] = index + 1;
  const kept = table.clone(2);
  table.own(3, 32)[table.offset(32)] = 0;
  table.dropLeaf(3, 32);
  table.own(3, 40)[table.offset(40) + 1] = 5;
  assertEquals([read(table, 32), read(table, 40), read(table, 48)], [[0, 0], [0, 5], [49, 0]]);
  table.own(3, 40)[table.offset(40) + 1] = 0;
  table.dropLeaf(3, 40);
  table.own(3, 4096);
  assertEquals([read(table, 4096), read(table, 40)], [[0, 0], [0, 0]]);
  assertEquals([read(kept, 32), read(kept, 40)], [[33, 0], [0, 0]]);
});

Deno.test("dropLeaf() takes a leaf away with what it says, and earlier versions keep theirs", () => {
  const table = new WordTable(1, 1, 64);
  for (const index of [3, 64, 2000]) table.own(1, index)[table.offset(index)] = index;
  table.dropLeaf(1, 5);
  table.dropLeaf(1, 5);
  assertEquals([read(table, 3), table.nextLeaf(0), table.leafCount], [[0], 64, 2]);
  table.own(1, 128);
  const kept = table.clone(2);
  table.dropLeaf(3, 64);
  assertEquals([read(table, 64), read(kept, 64), read(table, 128)], [[0], [64], [0]]);
});

Deno.test("isLeafZero() looks at every record of the leaf and at no other", () => {
  const table = new WordTable(1, 1);
  table.own(1, 15)[table.offset(15)] = 1;
  table.own(1, 16);
  assertEquals([table.isLeafZero(0), table.isLeafZero(16), table.isLeafZero(32)], [false, true, true]);
});

Deno.test("madeWords counts the words of the leaves that an epoch made and of the nodes above them", () => {
  const table = new WordTable(1, 1);
  for (let index = 0; index < 16 * 256; index += 16) table.own(1, index);
  assertEquals(table.madeWords, 16 * (256 + 16 + 1));
  const next = table.clone(2);
  next.own(2, 320);
  next.own(2, 336);
  assertEquals([next.madeWords, table.madeWords], [16 * (256 + 16 + 1 + 4), 16 * (256 + 16 + 1)]);
});

Deno.test("versions of a table that are written in turn go their own ways", () => {
  const first = new WordTable(1, 1);
  for (let index = 0; index < 400; index++) first.own(1, index)[first.offset(index)] = 1;
  const second = first.clone(2);
  const third = first.clone(3);
  for (let index = 0; index < 400; index++) {
    first.own(4, index)[first.offset(index)] = 4;
    second.own(2, index)[second.offset(index)] = 2;
    third.own(3, index)[third.offset(index)] = 3;
  }
  for (const [table, word] of [[first, 4], [second, 2], [third, 3]] as const) {
    for (let index = 0; index < 400; index++) assertEquals(read(table, index), [word]);
  }
});

Deno.test("a word table refuses indexes out of range", () => {
  const table = new WordTable(1, 1);
  assertThrows(() => table.own(1, 2 ** 36), Error, "index 68719476736");
  assertThrows(() => table.own(1, -32), Error, "index -32");
});

Deno.test("an index out of range is refused whatever leaf was looked up last: it gets neither another version's nor the zeros of all", () => {
  for (const recordWords of [1, 16]) {
    const source = new WordTable(1, recordWords);
    source.own(1, 5)[source.at] = 7;
    const kept = source.clone(2);
    const beyond = (2 ** 32 - 1) * source.leafRecords;
    // Where no leaf is owned: the leaf of another version, an absent one, a neighbour of the last, and none.
    const lookUps = [5, 5000, beyond - 1].map((index) => () => void source.peek(index));
    lookUps.push(() => void source.dropAll(3));
    for (const lookUp of lookUps) {
      lookUp();
      for (const index of [beyond, beyond + source.leafRecords - 1]) {
        const refusal = `word table: index ${index} is not in 0 …`;
        assertThrows(() => source.own(3, index), Error, refusal);
      }
    }
    source.own(4, beyond - 1);
    assertThrows(() => source.own(4, beyond), Error, `word table: index ${beyond} is not in 0 …`);
    assertEquals([kept.word(5), kept.word(5000), source.word(5)], [7, 0, 0]);
  }
});

Deno.test("a word table refuses to be cloned under an epoch that owned it", () => {
  const source = new WordTable(1, 1);
  assertThrows(() => source.clone(1), Error, "epoch 1");
  source.clone(2);
  assertThrows(() => source.clone(1), Error, "epoch 1");
});

Deno.test("a leaf is removed with what it holds; another version keeps it, and its block is used again", () => {
  const version: Version = { table: new WordTable(1, 4), epoch: 1, model: new Map() };
  for (const index of [5, 6, 9, 300]) write(version, index, [index, 1, 2, 3]);
  const later: Version = { table: version.table.clone(2), epoch: 2, model: new Map(version.model) };
  const remove = ({ table, epoch, model }: Version, ...indexes: number[]) => {
    table.dropLeaf(epoch, indexes[0]);
    for (const index of indexes) model.delete(index);
  };
  remove(later, 5, 6);
  remove(later, 300);
  verify(later);
  verify(version);
  write(later, 5, [1, 0, 0, 0]);
  const { madeWords } = later.table;
  remove(later, 5);
  verify(later);
  write(later, 7, [0, 0, 0, 1]);
  verify(later);
  assertEquals(later.table.madeWords, madeWords);
  remove(later, 9);
  remove(later, 7);
  remove(later, 7);
  verify(later);
});

Deno.test("a recycled table is as good as new", () => {
  const table = new WordTable(3, 1);
  const indexes = [0, 17, 300, 70_000, 2 ** 30];
  for (let round = 1; round < 5; round++) {
    for (const index of indexes) table.own(3, index)[table.at] = index + round;
    assertEquals(indexes.map((index) => table.word(index)), indexes.map((index) => index + round));
    assertEquals(table.recycle(3), false);
    if (round % 2 === 0) table.dropAll(3);
    else for (const index of indexes) table.dropLeaf(3, index);
    assertEquals([table.recycle(3), table.leafCount, table.madeWords, table.nextLeaf(0)], [true, 0, 0, -1]);
    assertEquals(indexes.map((index) => table.word(index)), indexes.map(() => 0));
  }
});

Deno.test("a table that shares blocks, or that another epoch made, is not recycled", () => {
  const table = new WordTable(1, 1);
  table.own(1, 5)[table.at] = 9;
  const copy = table.clone(2);
  copy.dropAll(2);
  assertEquals([copy.recycle(2), table.word(5)], [false, 9]);
  table.dropAll(3);
  assertEquals([table.recycle(3), table.recycle(4)], [false, false]);
  assertEquals(new WordTable(1, 1).recycle(2), false);
});

Deno.test("versions of a recycled table that was still empty go their own ways", () => {
  const table = new WordTable(1, 1);
  table.own(1, 5)[table.at] = 7;
  table.dropLeaf(1, 5);
  assert(table.recycle(1));
  const [one, other] = [table.clone(2), table.clone(3)];
  other.own(3, 100)[other.at] = 42;
  one.own(2, 9)[one.at] = 1;
  assertEquals([one.word(9), one.word(100), other.word(9), other.word(100)], [1, 0, 0, 42]);
  one.dropLeaf(2, 9);
  assertEquals([one.recycle(2), other.nextLeaf(0), table.nextLeaf(0)], [false, 96, -1]);
  other.peek(0);
  assertEquals(other.word(100), 42);
});

Deno.test("a successor knows the nodes that the table knew: the two part as they are written", () => {
  const source = new WordTable(1, 1);
  const indexes = Array.from({ length: 300 }, (_, index) => 7919 * index);
  for (const index of indexes) source.own(1, index)[source.at] = index + 1;
  const copy = source.successor(2);
  const wordsOf = (table: WordTable) => indexes.map((index) => table.word(index));
  for (const index of indexes) copy.own(2, index)[copy.at] = -index;
  assertEquals(wordsOf(source), indexes.map((index) => index + 1));
  assertEquals(wordsOf(copy), indexes.map((index) => 0 - index));
  for (const index of indexes.slice(100)) source.dropLeaf(3, index);
  assertEquals(wordsOf(source).slice(99), [7919 * 99 + 1, ...new Array(200).fill(0)]);
  assertEquals(wordsOf(copy), indexes.map((index) => 0 - index));
});
