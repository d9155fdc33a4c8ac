/** Tests of packed word tables. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { Random } from "../testing/random.ts";
import { packWords, unpackWords } from "./packed_words.ts";
import { WordTable } from "./word_table.ts";

/** The records of a table that are not zero. */
function recordsOf(table: WordTable): [number, number[]][] {
  const records: [number, number[]][] = [];
  for (let leaf = table.nextLeaf(0); leaf >= 0; leaf = table.nextLeaf(leaf + table.leafRecords)) {
    for (let index = leaf; index < leaf + table.leafRecords; index++) {
      const offset = table.offset(index);
      const words = [...table.peek(index).subarray(offset, offset + table.recordWords)];
      if (words.some((word) => word !== 0)) records.push([index, words]);
    }
  }
  return records;
}

Deno.test("a table of records of any width is unpacked as it was, wherever its records lie", () => {
  for (const recordWords of [1, 2, 4, 8]) {
    const random = new Random(recordWords);
    const table = new WordTable(1, recordWords);
    for (let count = 0; count < 2000; count++) {
      const index = random.pick([0, 5000, 2 ** 25, 2 ** 32]) + random.below(900);
      const words = table.own(1, index);
      const offset = table.offset(index);
      for (let word = 0; word < recordWords; word++) {
        words[offset + word] = random.pick([0, 1, index, -index, random.next()]);
      }
    }
    const packed = packWords(table);
    const unpacked = unpackWords(7, new WordTable(7, recordWords), packed);
    assertEquals(recordsOf(unpacked), recordsOf(table));
    assertEquals(packWords(unpacked), packed);
  }
});

Deno.test("what goes on as before takes little more than a byte a record", () => {
  const table = new WordTable(1, 4);
  for (let index = 100; index < 1100; index++) {
    table.own(1, index).set([7, index * 256, index % 2, -3], table.offset(index));
  }
  assert(packWords(table).length < 2100);
  assertEquals(recordsOf(unpackWords(1, new WordTable(1, 4), packWords(table))), recordsOf(table));
});

Deno.test("an empty table, and one of zeros, pack into nothing", () => {
  const table = new WordTable(1, 2);
  assertEquals(packWords(table).length, 0);
  table.own(1, 9);
  assertEquals(packWords(table).length, 0);
  assertEquals(unpackWords(1, new WordTable(1, 2), packWords(table)).leafCount, 0);
  assertThrows(() => packWords(new WordTable(1, 16)), Error, "records of 16 words");
});

Deno.test("words that are known from elsewhere can be hidden, and are put back", () => {
  const table = new WordTable(1, 2);
  for (let index = 0; index < 500; index++) {
    table.own(1, index).set([index + 1, index ** 3], table.offset(index));
  }
  const hidden = packWords(table, (_, record, last) => record[1] = last[1]);
  const unpacked = unpackWords(
    2,
    new WordTable(2, 2),
    hidden,
    (index, words, offset) => words[offset + 1] = index ** 3,
  );
  assert(hidden.length < packWords(table).length / 2);
  assertEquals(recordsOf(unpacked), recordsOf(table));
});
