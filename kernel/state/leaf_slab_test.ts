/** Tests of where leaves come from. */
import { assert, assertEquals } from "@std/assert";
import { countSlab, LeafSlab, SLAB_EPOCH, SLAB_HEADER_WORDS } from "./leaf_slab.ts";

/** How many leaves in a row came from one slab, as `leafCount` of them are taken. */
function runsOf(leaves: LeafSlab, epoch: number, leafCount: number): number[] {
  const slabs: Int32Array[] = [];
  const runs: number[] = [];
  for (let leaf = 0; leaf < leafCount; leaf++) {
    leaves.take(epoch);
    if (slabs.at(-1) !== leaves.slab) {
      slabs.push(leaves.slab);
      runs.push(0);
    }
    assertEquals(leaves.place, runs[runs.length - 1]++);
  }
  return runs;
}

Deno.test("an epoch takes its leaves from slabs that grow with its demand", () => {
  assertEquals(runsOf(new LeafSlab(128), 1, 40), [1, 1, 2, 4, 8, 8, 8, 8]);
  assertEquals(runsOf(new LeafSlab(4), 1, 300).at(-2), 128);
  assertEquals(runsOf(new LeafSlab(4096), 1, 10), [1, 1, 2, 4, 2]);
});

Deno.test("leaves of two epochs share no slab, and each slab knows its epoch", () => {
  const leaves = new LeafSlab(5);
  runsOf(leaves, 1, 3);
  const last = leaves.slab;
  assertEquals(last[SLAB_EPOCH], 1);
  leaves.beginEpoch();
  leaves.take(2);
  assert(leaves.slab !== last);
  assertEquals(leaves.slab[SLAB_EPOCH], 2);
});

Deno.test("leaves are zero and do not overlap", () => {
  const leaves = new LeafSlab(5);
  const taken = Array.from({ length: 20 }, (_, index) => {
    leaves.take(1);
    const start = SLAB_HEADER_WORDS + leaves.place * 5;
    const leaf = leaves.slab.subarray(start, start + 5);
    assertEquals([...leaf], [0, 0, 0, 0, 0]);
    return leaf.fill(index + 1);
  });
  assertEquals(taken.map((leaf) => [...leaf]), taken.map((_, index) => new Array(5).fill(index + 1)));
});

Deno.test("a leaf that was given back is handed out again, in its own epoch only", () => {
  const leaves = new LeafSlab(5);
  runsOf(leaves, 1, 4);
  const { slab, place } = leaves;
  leaves.giveBack(slab, place);
  leaves.take(1);
  assert(leaves.slab === slab && leaves.place === place);
  leaves.giveBack(slab, place);
  leaves.beginEpoch();
  leaves.take(2);
  assert(leaves.slab !== slab);
});

Deno.test("countSlab() counts a slab once a walk", () => {
  const leaves = new LeafSlab(8);
  leaves.take(1);
  const bytes = countSlab(leaves.slab, 1);
  assert(bytes > 4 * (8 + SLAB_HEADER_WORDS));
  assertEquals([countSlab(leaves.slab, 1), countSlab(leaves.slab, 2)], [0, bytes]);
});
