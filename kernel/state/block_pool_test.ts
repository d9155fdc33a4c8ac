/** Tests of the pools that blocks come from. */
import { assert, assertEquals } from "@std/assert";
import {
  BLOCK_WORDS,
  BlockPool,
  childOf,
  CHUNK_BITS,
  CHUNK_MASK,
  copyWords,
  isNodeZero,
  setChild,
} from "./block_pool.ts";

Deno.test("blocks are zero, apart from each other, and their ids ascend", () => {
  const pool = BlockPool.create();
  let last = 0;
  const ids = Array.from({ length: 3000 }, () => {
    const id = pool.take(16);
    assert(id > last);
    for (let slot = 0; slot < 16; slot++) assertEquals(childOf(pool.chunks, id, slot), 0);
    for (let slot = 0; slot < 16; slot++) setChild(pool.chunks, id, slot, id);
    return last = id;
  });
  for (const id of ids) assertEquals([childOf(pool.chunks, id, 0), childOf(pool.chunks, id, 15)], [id, id]);
  assert(last >> 18 < pool.lineage.chunkLimit);
});

Deno.test("chunks begin small, double, and stay where they are; no block lies in two", () => {
  const pool = BlockPool.create();
  const first = pool.chunks[0];
  for (let taken = 0; taken < 12000; taken++) {
    const id = pool.take(taken % 2 === 0 ? 64 : 16);
    assert((id & 0x3ffff) + (taken % 2 === 0 ? 64 : 16) <= pool.chunks[id >> 18].length);
  }
  const sizes = [256, 256, ...Array.from({ length: 9 }, (_, power) => 2 ** (9 + power)), 2 ** 18];
  assertEquals(pool.chunks.map(({ length }) => length), sizes);
  assert(pool.chunks[0] === first);
});

Deno.test("a branch shares the blocks below an end and hands out others", () => {
  const pool = BlockPool.create();
  const old = Array.from({ length: 100 }, () => pool.take(16));
  old.forEach((id) => setChild(pool.chunks, id, 3, id));
  const end = pool.next;
  const later = pool.take(16);
  const branch = pool.branch(end);
  const own = branch.take(16);
  assert(own > later);
  setChild(branch.chunks, own, 0, 5);
  assertEquals(old.map((id) => childOf(branch.chunks, id, 3)), old);
  assertEquals(branch.lineage, pool.lineage);
  assert(own >> 18 < pool.lineage.chunkLimit);
  for (let taken = 0; taken < 100; taken++) setChild(pool.chunks, pool.take(16), 0, 7);
  assertEquals(childOf(branch.chunks, own, 0), 5);
});

Deno.test("copyWords() copies all words of one block, isNodeZero() looks at those of one", () => {
  const pool = BlockPool.create();
  const [before, source, target, after] = Array.from({ length: 4 }, () => pool.take(16));
  for (let slot = 0; slot < 16; slot++) setChild(pool.chunks, source, slot, slot + 1);
  copyWords(pool.chunks[0], source, pool.chunks[0], target, 16);
  const slots = Array.from({ length: 16 }, (_, slot) => childOf(pool.chunks, target, slot));
  assertEquals(slots, Array.from({ length: 16 }, (_, slot) => slot + 1));
  const zeros = [before, source, target, after].map((id) => isNodeZero(pool.chunks[0], id));
  assertEquals(zeros, [true, false, false, true]);
});

Deno.test("a recycled pool hands out the same blocks, zero again, and makes no further chunk for them", () => {
  const pool = BlockPool.create();
  const takeMany = () => Array.from({ length: 60 }, () => pool.take(BLOCK_WORDS));
  const fill = (ids: number[]) => {
    for (const id of ids) {
      const words = pool.chunks[id >> CHUNK_BITS];
      for (let at = id & CHUNK_MASK; at < (id & CHUNK_MASK) + BLOCK_WORDS; at++) {
        assertEquals(words[at], 0);
        words[at] = 7;
      }
    }
  };
  fill(takeMany());
  assertEquals([pool.recycle(), pool.chunks.length], [true, 1]);
  const [chunk] = pool.chunks;
  for (let round = 0; round < 3; round++) {
    fill(takeMany());
    assertEquals([pool.recycle(), pool.chunks.length, pool.chunks[0] === chunk], [true, 1, true]);
  }
});

Deno.test("a large pool is not recycled", () => {
  const pool = BlockPool.create();
  for (let block = 0; block < 5000; block++) pool.take(BLOCK_WORDS);
  const before = pool.next;
  assertEquals([pool.recycle(), pool.next], [false, before]);
});
