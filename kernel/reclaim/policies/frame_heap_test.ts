/** Tests of the heap of frames. */
import { assertEquals, assertThrows } from "@std/assert";
import { KernelAssertion } from "../../assert.ts";
import { Random } from "../../testing/random.ts";
import { mayTakeAny } from "../policy.ts";
import { FrameHeap } from "./frame_heap.ts";
import { NO_FRAME } from "./frame_lists.ts";

Deno.test("takeLeast() takes frames by rank, then by tie, then by number", () => {
  const heap = new FrameHeap(8);
  for (const [frame, rank, tie] of [[5, 2, 0], [1, 1, 9], [3, 1, 4], [2, 1, 4]]) heap.put(frame, rank, tie);
  const taken = Array.from({ length: 5 }, () => heap.takeLeast(mayTakeAny));
  assertEquals(taken, [2, 3, 1, 5, NO_FRAME]);
});

Deno.test("takeLeast() leaves what it passes over in its place", () => {
  const heap = new FrameHeap(8);
  for (let frame = 0; frame < 8; frame++) heap.put(frame, frame, 0);
  assertEquals(heap.takeLeast((frame) => frame > 4), 5);
  assertEquals(heap.takeLeast(() => false), NO_FRAME);
  assertEquals(heap.takeLeast(mayTakeAny), 0);
});

Deno.test("remove() needs a frame that is in the heap", () => {
  assertThrows(() => new FrameHeap(4).remove(2), KernelAssertion);
});

Deno.test("the heap gives what a sorted array gives, whatever is done to it", () => {
  const random = new Random(5);
  const heap = new FrameHeap(32);
  const ranks = new Map<number, [number, number]>();
  const least = () =>
    [...ranks].sort(([a, x], [b, y]) => x[0] - y[0] || x[1] - y[1] || a - b)[0]?.[0] ?? NO_FRAME;
  for (let step = 0; step < 20_000; step++) {
    const frame = random.below(32);
    const choice = random.below(4);
    if (choice === 0) {
      const expected = least();
      assertEquals(heap.takeLeast(mayTakeAny), expected);
      ranks.delete(expected);
    } else if (choice === 1 && ranks.has(frame)) {
      heap.remove(frame);
      ranks.delete(frame);
    } else {
      const rank: [number, number] = [random.below(6) - 3, random.below(3)];
      heap.put(frame, ...rank);
      assertEquals(heap.rankOf(frame), rank[0]);
      ranks.set(frame, rank);
    }
  }
});
