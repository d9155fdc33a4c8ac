/** Tests of where leaves come from. */
import { assert, assertEquals } from "@std/assert";
import { LeafSlab } from "./leaf_slab.ts";

function buffersOf(slab: LeafSlab, leafCount: number, tableLeaves: number): number[] {
  const buffers: ArrayBufferLike[] = [];
  const counts: number[] = [];
  for (let leaf = 0; leaf < leafCount; leaf++) {
    const { buffer } = slab.take(tableLeaves);
    if (buffers.at(-1) !== buffer) {
      buffers.push(buffer);
      counts.push(0);
    }
    counts[counts.length - 1]++;
  }
  return counts;
}

Deno.test("an epoch that renews much of a table takes its leaves from growing slabs", () => {
  assertEquals(buffersOf(new LeafSlab(33), 40, 8), [1, 1, 2, 4, 8, 8, 8, 8]);
});

Deno.test("an epoch that touches few of many leaves takes them one by one", () => {
  assertEquals(buffersOf(new LeafSlab(33), 5, 1000), [1, 1, 1, 1, 1]);
});

Deno.test("leaves of two epochs share no slab", () => {
  const slab = new LeafSlab(5);
  for (let leaf = 0; leaf < 5; leaf++) slab.take(1);
  const last = slab.take(1);
  slab.beginEpoch();
  assert(slab.take(1).buffer !== last.buffer);
});

Deno.test("leaves are zero, of their length, and do not overlap", () => {
  const slab = new LeafSlab(5);
  const leaves = Array.from({ length: 20 }, (_, value) => {
    const leaf = slab.take(1);
    assertEquals([...leaf], [0, 0, 0, 0, 0]);
    return leaf.fill(value);
  });
  assertEquals(leaves.map((leaf) => [...leaf]), leaves.map((_, value) => new Array(5).fill(value)));
});
