/** Tests of stack distances. */
import { assertEquals } from "@std/assert";
import { Random } from "../../kernel/testing/random.ts";
import { StackDistances } from "./stack_distances.ts";
import { PlainStack } from "./testing/plain_stack.ts";

Deno.test("a distance is the place in the lru stack, and 0 for a page that is new", () => {
  const distances = new StackDistances();
  assertEquals([0, 1, 2, 0, 0, 1].map((page) => distances.reference(page)), [0, 0, 0, 3, 1, 3]);
  assertEquals([...distances.distanceCounts()], [0, 1, 0, 2]);
  assertEquals([distances.pageCount, distances.referenceCount], [3, 6]);
});

Deno.test("distances are those of a plain stack, through compactions and growth", () => {
  for (const pageCount of [3, 700, 3000]) {
    const random = new Random(pageCount);
    const distances = new StackDistances();
    const stack = new PlainStack();
    let known = 0;
    for (let step = 0; step < 12_000; step++) {
      const isNew = known < pageCount && random.chance(1, 3);
      const page = isNew || known === 0
        ? known++
        : random.chance(1, 2)
        ? known - 1 - random.below(Math.min(known, 5))
        : random.below(known);
      assertEquals(distances.reference(page), stack.reference(page));
    }
  }
});
