/** Tests of the seeded generator. */
import { assertEquals } from "@std/assert";
import { Random } from "./random.ts";

Deno.test("a seed gives the same numbers every time", () => {
  const random = new Random(42);
  assertEquals([random.next(), random.next(), random.next()], [2581720956, 1925393290, 3661312704]);
});

Deno.test("below() reaches every value under its limit and none other", () => {
  const random = new Random(1);
  const seen = new Set<number>();
  for (let draw = 0; draw < 1000; draw++) seen.add(random.below(10));
  assertEquals([...seen].sort(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

Deno.test("below() gives exact integers for limits up to 2^53", () => {
  const random = new Random(2);
  let largest = 0;
  for (let draw = 0; draw < 1000; draw++) {
    const value = random.below(2 ** 53);
    assertEquals(Number.isSafeInteger(value), true);
    largest = Math.max(largest, value);
  }
  assertEquals(largest > 2 ** 52, true);
});

Deno.test("shuffle() keeps the values and changes their order", () => {
  const values = Array.from({ length: 100 }, (_, index) => index);
  new Random(3).shuffle(values);
  assertEquals(values[0] === 0 && values[1] === 1 && values[2] === 2, false);
  assertEquals(
    values.toSorted((one, other) => one - other),
    Array.from({ length: 100 }, (_, index) => index),
  );
});
