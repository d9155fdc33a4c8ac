/** Tests of compaction. */
import { assert, assertEquals } from "@std/assert";
import { Random } from "../testing/random.ts";
import { compactTables } from "./table_compaction.ts";
import { WordTable } from "./word_table.ts";

const INDEX_LIMIT = 5000;

/** The words of a table, without those that are zero. */
function contentsOf(table: WordTable): string {
  const found: string[] = [];
  for (let index = 0; index < INDEX_LIMIT; index++) {
    const word = table.peek(index)[table.offset(index)];
    if (word !== 0) found.push(`${index}:${word}`);
  }
  return found.join(" ");
}

/** A table that is written on, and versions of it that were kept on the way. */
function build(random: Random, versionCount: number): { front: WordTable; versions: WordTable[] } {
  const front = new WordTable(1, 1);
  const versions: WordTable[] = [];
  for (let epoch = 2; versions.length < versionCount; epoch += 2) {
    for (let count = random.below(200); count > 0; count--) {
      const index = random.below(INDEX_LIMIT);
      front.own(epoch, index)[front.offset(index)] = random.next() | 1;
    }
    versions.push(front.clone(epoch + 1));
  }
  return { front, versions };
}

Deno.test("versions that move hold what they held, and so do those that stay behind", () => {
  for (let seed = 1; seed <= 5; seed++) {
    const random = new Random(seed);
    const { front, versions } = build(random, 30);
    const expected = versions.map(contentsOf);
    const end = contentsOf(front);
    compactTables([...versions.filter((_, index) => index % 2 === 0), front]);
    assertEquals(versions.map(contentsOf), expected);
    assertEquals(contentsOf(front), end);
  }
});

Deno.test("tables go on after a move, each by itself", () => {
  const random = new Random(9);
  const { front, versions } = build(random, 12);
  const expected = versions.map(contentsOf);
  front.own(1000, 7)[front.offset(7)] = 7;
  compactTables([...versions, front]);
  front.own(1000, 8)[front.offset(8)] = 8;
  front.own(1000, 7)[front.offset(7)] = 9;
  const branch = versions[4].clone(1001);
  for (let index = 0; index < 200; index++) branch.own(1001, index)[branch.offset(index)] = 1;
  assertEquals(versions.map(contentsOf), expected);
  assertEquals([front.peek(7)[front.offset(7)], front.peek(8)[front.offset(8)]], [9, 8]);
  assert(contentsOf(branch).startsWith("0:1 1:1 2:1"));
});

Deno.test("what moves shares as much as before, and what nobody reaches takes no room any more", () => {
  const { front, versions } = build(new Random(3), 40);
  const before = front.madeWords;
  compactTables([...versions, front]);
  assertEquals(front.madeWords <= before, true);
  const shared = front.madeWords;
  compactTables([versions[39], front]);
  assert(front.madeWords < shared / 3);
  assertEquals(front.madeWords, versions[39].madeWords);
});

Deno.test("tables that never had a block, and tables of other lineages, move beside each other", () => {
  const one = build(new Random(1), 3);
  const other = build(new Random(2), 3);
  const empty = new WordTable(1, 1);
  const expected = [one.front, other.front].map(contentsOf);
  compactTables([empty, ...one.versions, other.front, one.front, empty, one.front]);
  assertEquals([one.front, other.front].map(contentsOf), expected);
  assertEquals(contentsOf(empty), "");
});

Deno.test("versions move behind one that stays, and go on sharing its blocks", () => {
  for (let seed = 1; seed <= 5; seed++) {
    const { front, versions } = build(new Random(seed), 30);
    const expected = versions.map(contentsOf);
    const end = contentsOf(front);
    const base = versions[10];
    const ownBefore = front.madeWords - base.madeWords;
    compactTables([versions[20], versions[25], front], [base]);
    const own = front.madeWords - base.madeWords;
    assert(own > 0 && own < ownBefore && own < front.madeWords, `${own} of ${ownBefore} blocks`);
    front.own(1000, 5)[front.offset(5)] = 77;
    base.clone(1001).own(1001, 5)[0] = 78;
    assertEquals(versions.map(contentsOf), expected);
    assertEquals(front.peek(5)[front.offset(5)], 77);
    assertEquals(contentsOf(front).split(" ").length >= end.split(" ").length, true);
  }
});

Deno.test("versions move behind one that was recycled and is empty", () => {
  const base = new WordTable(1, 1);
  base.own(1, 5)[base.at] = 7;
  base.dropLeaf(1, 5);
  assert(base.recycle(1));
  const version = base.clone(2);
  for (const index of [9, 900]) version.own(2, index)[version.at] = index;
  compactTables([version], [base]);
  assertEquals(contentsOf(version), "9:9 900:900");
  assertEquals(contentsOf(base), "");
});
