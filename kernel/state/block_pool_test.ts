/** Tests of the pools that blocks come from. */
import { assert, assertEquals } from "@std/assert";
import {
  BlockPool,
  childOf,
  clearBlock,
  copyBlock,
  hasOtherChild,
  isBlockZero,
  setChild,
} from "./block_pool.ts";

Deno.test("blocks are zero, apart from each other, and their ids ascend", () => {
  const pool = BlockPool.create();
  let last = 0;
  const ids = Array.from({ length: 3000 }, () => {
    const id = pool.take();
    assert(id > last);
    for (let slot = 0; slot < 16; slot++) assertEquals(childOf(pool.chunks, id, slot), 0);
    for (let slot = 0; slot < 16; slot++) setChild(pool.chunks, id, slot, id);
    return last = id;
  });
  for (const id of ids) assertEquals([childOf(pool.chunks, id, 0), childOf(pool.chunks, id, 15)], [id, id]);
  assert(last < pool.lineage.idLimit);
});

Deno.test("chunks begin small, double, and stay where they are", () => {
  const pool = BlockPool.create();
  const first = pool.chunks[0];
  for (let taken = 0; taken < 3100; taken++) pool.take();
  assertEquals(pool.chunks.map(({ length }) => length / 16), [
    16,
    16,
    32,
    64,
    128,
    256,
    512,
    1024,
    1024,
    1024,
  ]);
  assert(pool.chunks[0] === first);
});

Deno.test("a branch shares the blocks below an end and hands out others", () => {
  const pool = BlockPool.create();
  const old = Array.from({ length: 100 }, () => pool.take());
  old.forEach((id) => setChild(pool.chunks, id, 3, id));
  const end = pool.next;
  const later = pool.take();
  const branch = pool.branch(end);
  const own = branch.take();
  assert(own > later);
  setChild(branch.chunks, own, 0, 5);
  assertEquals(old.map((id) => childOf(branch.chunks, id, 3)), old);
  assertEquals(branch.lineage, pool.lineage);
  assert(own < pool.lineage.idLimit);
  for (let taken = 0; taken < 100; taken++) setChild(pool.chunks, pool.take(), 0, 7);
  assertEquals(childOf(branch.chunks, own, 0), 5);
});

Deno.test("copyBlock() copies all words of one block, isBlockZero() looks at those of one", () => {
  const pool = BlockPool.create();
  const [before, source, target, after] = Array.from({ length: 4 }, () => pool.take());
  for (let slot = 0; slot < 16; slot++) setChild(pool.chunks, source, slot, slot + 1);
  copyBlock(pool.chunks, source, target);
  const slots = Array.from({ length: 16 }, (_, slot) => childOf(pool.chunks, target, slot));
  assertEquals(slots, Array.from({ length: 16 }, (_, slot) => slot + 1));
  const zeros = [before, source, target, after].map((id) => isBlockZero(pool.chunks[0], id * 16));
  assertEquals(zeros, [true, false, false, true]);
});

Deno.test("a node knows whether it has another child, and is zero when it is cleared", () => {
  const { pool, ids: [node, next] } = twoBlocks();
  setChild(pool.chunks, next, 5, 1);
  setChild(pool.chunks, node, 5, next);
  assertEquals(hasOtherChild(pool.chunks, node, 5), false);
  setChild(pool.chunks, node, 15, next);
  assertEquals([5, 15].map((slot) => hasOtherChild(pool.chunks, node, slot)), [true, true]);
  clearBlock(pool.chunks, node);
  assert(isBlockZero(pool.chunks[0], node * 16));
  assertEquals(childOf(pool.chunks, next, 5), 1);
});

function twoBlocks(): { pool: BlockPool; ids: [number, number] } {
  const pool = BlockPool.create();
  return { pool, ids: [pool.take(), pool.take()] };
}
