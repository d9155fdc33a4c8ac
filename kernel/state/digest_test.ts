/** Tests of the digest and of record hashes. */
import { assertEquals, assertNotEquals } from "@std/assert";
import { Random } from "../testing/random.ts";
import { Digest, mixWord, type RecordField, RecordHasher } from "./digest.ts";

function wordsHash(kind: number, keyLo: number, keyHi: number, words: number[]): string {
  const hasher = new RecordHasher();
  hasher.hashWords(kind, keyLo, keyHi, Int32Array.from(words), 0, words.length);
  return `${hasher.lo} ${hasher.hi}`;
}

function recordHash(kind: number, key: number, fields: RecordField[]): string {
  const hasher = new RecordHasher();
  hasher.hashRecord(kind, key, fields);
  return `${hasher.lo} ${hasher.hi}`;
}

Deno.test("records added in any order, with others added and subtracted between, have one digest", () => {
  const random = new Random(1);
  const records = Array.from({ length: 200 }, (_, key) => [key, random.next(), random.next()]);
  const hasher = new RecordHasher();
  const sums = [1, 2].map((seed) => {
    const digest = new Digest();
    const order = [...records];
    new Random(seed).shuffle(order);
    for (const [key, one, other] of order) {
      hasher.hashWords(3, key, 0, Int32Array.of(one + seed, other), 0, 2);
      const { lo, hi } = hasher;
      digest.add(lo, hi);
      hasher.hashWords(3, key, 0, Int32Array.of(one, other), 0, 2);
      digest.add(hasher.lo, hasher.hi);
      digest.subtract(lo, hi);
    }
    return digest.toHex();
  });
  assertEquals(sums[0], sums[1]);
});

Deno.test("an empty digest is zero, and so is one from which everything was taken", () => {
  const digest = new Digest();
  assertEquals(digest.toHex(), "0000000000000000");
  digest.add(-1, 0x7fffffff);
  assertEquals(digest.toHex(), "7fffffffffffffff");
  assertEquals(digest.equals(new Digest()), false);
  digest.subtract(-1, 0x7fffffff);
  assertEquals(digest.equals(new Digest()), true);
});

Deno.test("clone() of a digest goes its own way", () => {
  const digest = new Digest();
  digest.add(1, 2);
  const copy = digest.clone();
  copy.add(1, 1);
  assertEquals([digest.lo, digest.hi, copy.lo, copy.hi], [1, 2, 2, 3]);
});

Deno.test("the hash of words depends on the kind, both halves of the key, every bit of every word and its place", () => {
  const hashes = [
    wordsHash(1, 2, 3, [5, 0, 0]),
    wordsHash(2, 1, 3, [5, 0, 0]),
    wordsHash(1, 3, 2, [5, 0, 0]),
  ];
  for (let bit = 0; bit < 32; bit++) {
    hashes.push(wordsHash(1 ^ (1 << bit), 2, 3, [5, 0, 0]), wordsHash(1, 2 ^ (1 << bit), 3, [5, 0, 0]));
    hashes.push(wordsHash(1, 2, 3 ^ (1 << bit), [5, 0, 0]));
    for (let place = 0; place < 3; place++) {
      const words = [5, 0, 0];
      words[place] ^= 1 << bit;
      hashes.push(wordsHash(1, 2, 3, words));
    }
  }
  assertEquals(new Set(hashes).size, hashes.length);
});

Deno.test("a record of zeros adds nothing; the factors of a key are odd, so that no other record of a word does", () => {
  assertEquals(wordsHash(1, 2, 3, [0, 0, 0]), "0 0");
  const hasher = new RecordHasher();
  for (let key = 0; key < 1000; key++) {
    hasher.hashKey(1, key, 7);
    assertEquals([hasher.lo & 1, hasher.hi & 1], [1, 1]);
  }
});

Deno.test("entries that many keys have, and their sums, do not cancel", () => {
  const sums = new Set<string>();
  const digest = new Digest();
  const hasher = new RecordHasher();
  for (let key = 0; key < 50_000; key++) {
    hasher.hashWords(1, key, 0, Int32Array.of(1 + key % 5), 0, 1);
    digest.add(hasher.lo, hasher.hi);
    sums.add(digest.toHex());
  }
  assertEquals(sums.size, 50_000);
});

Deno.test("flips of any two bits of a record of sixteen words give different hashes", () => {
  const hashes = new Set<string>();
  const random = new Random(9);
  const before = Array.from({ length: 16 }, () => random.next());
  let pairs = 0;
  for (let one = 0; one < 512; one++) {
    for (let other = one + 1; other < 512; other++) {
      const words = [...before];
      words[one >> 5] ^= 1 << (one & 31);
      words[other >> 5] ^= 1 << (other & 31);
      hashes.add(wordsHash(1, 7, 0, words));
      pairs++;
    }
  }
  assertEquals(hashes.size, pairs);
});

/** Records such as tables are full of: numbers that follow one another, and flags that differ by a bit. */
function orderlyHashes(count: number): { lo: Int32Array; hi: Int32Array } {
  const hasher = new RecordHasher();
  const lo = new Int32Array(count);
  const hi = new Int32Array(count);
  for (let index = 0; index < count; index++) {
    const key = index & 0xfff;
    hasher.hashWords(5, key, 0, Int32Array.of(0x33 ^ (index >> 12 << 9), 1, key), 0, 3);
    lo[index] = hasher.lo;
    hi[index] = hasher.hi;
  }
  return { lo, hi };
}

Deno.test("orderly records have different hashes, and each lane alone has as few that meet as chance has", () => {
  const count = 1 << 17;
  const { lo, hi } = orderlyHashes(count);
  const both = new Set(Array.from(lo, (low, index) => `${low} ${hi[index]}`));
  assertEquals(both.size, count);
  // By chance two of them meet twice in a lane (count squared over 2^33).
  for (const lane of [lo, hi]) assertEquals(count - new Set(lane).size < 12, true);
});

Deno.test("what changes alike in four neighbours does not cancel in either lane", () => {
  const count = 1 << 17;
  for (const lane of Object.values(orderlyHashes(count))) {
    let cancelled = 0;
    for (let at = 3; at < count; at++) {
      if ((lane[at - 3] - lane[at - 2] - lane[at - 1] + lane[at] | 0) === 0) cancelled++;
    }
    assertEquals(cancelled, 0);
  }
});

Deno.test("two records that swap a word change the sum in both lanes, wherever their keys differ", () => {
  const hasher = new RecordHasher();
  const sum = (key: number, other: number, place: number, word: number, otherWord: number): Digest => {
    const digest = new Digest();
    for (const [at, value] of [[key, word], [other, otherWord]]) {
      const words = new Int32Array(7);
      words[place] = value;
      hasher.hashWords(5, at, 0, words, 0, 7);
      digest.add(hasher.lo, hasher.hi);
    }
    return digest;
  };
  for (let round = 0; round < 20_000; round++) {
    const [key, other] = [round, round + (1 << round % 20)];
    const [word, otherWord] = [round, round ^ (1 << round % 32)];
    const before = sum(key, other, round % 7, word, otherWord);
    const after = sum(key, other, round % 7, otherWord, word);
    assertEquals([before.lo === after.lo, before.hi === after.hi], [false, false]);
  }
});

Deno.test("hashWords() reads at the offset", () => {
  const hasher = new RecordHasher();
  hasher.hashWords(1, 2, 0, Int32Array.of(9, 9, 4, 5), 2, 2);
  assertEquals(`${hasher.lo} ${hasher.hi}`, wordsHash(1, 2, 0, [4, 5]));
});

Deno.test("the hash of a record tells apart numbers up to 2^53, kinds of fields, their order and their boundaries", () => {
  const records: RecordField[][] = [
    [],
    [0],
    [1],
    [2 ** 32],
    [2 ** 53],
    [2 ** 53 - 1],
    [-1],
    [0.5],
    [null],
    [true],
    [false],
    [""],
    ["a"],
    ["ab"],
    ["a", "b"],
    ["1"],
    [[]],
    [[1]],
    [[1, 2]],
    [[1], 2],
    [[2, 1]],
    [1, 2],
    [2, 1],
    [0, 0],
    ["ä"],
    ["\u{1f600}"],
  ];
  const hashes = records.map((fields) => recordHash(1, 1, fields));
  hashes.push(recordHash(2, 1, []), recordHash(1, 2, []), recordHash(1, 2 ** 40, []));
  assertEquals(new Set(hashes).size, hashes.length);
  assertEquals(recordHash(1, 1, [-0]), recordHash(1, 1, [0]));
});

Deno.test("the digest of known records stays what it is: logs hold it", () => {
  assertEquals(wordsHash(1, 2, 3, [4, 5, 6, 7]), "1545246335 114301579");
  assertEquals(recordHash(1, 2 ** 40, ["name", 7, null, true, [1, 2]]), "764923813 -185625896");
});

Deno.test("mixWord() changes about half of the bits out for any bit in, and keeps 0", () => {
  assertEquals(mixWord(0), 0);
  for (let bit = 0; bit < 32; bit++) {
    let changed = 0;
    for (let word = 1; word <= 200; word++) {
      let difference = mixWord(word) ^ mixWord(word ^ (1 << bit));
      for (; difference !== 0; difference &= difference - 1) changed++;
    }
    assertEquals(changed > 200 * 14 && changed < 200 * 18, true);
  }
  assertNotEquals(mixWord(1), mixWord(2));
});

Deno.test("ids that are put are hashed as the list that they are", () => {
  for (const ids of [[], [7], [1, 2, 3]]) {
    const [put, hashed] = [new RecordHasher(), new RecordHasher()];
    put.putIds(0, ids);
    put.hashPlaces(1, 2, 3, 1);
    hashed.hashList(ids);
    hashed.putHash(0, hashed.lo, hashed.hi);
    hashed.hashPlaces(1, 2, 3, 1);
    assertEquals([put.lo, put.hi], [hashed.lo, hashed.hi]);
  }
});
