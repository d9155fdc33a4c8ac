/** Tests of the set of numbers that knows the lowest one missing. */
import { assertEquals } from "@std/assert";
import { Random } from "../testing/random.ts";
import { FreeBits } from "./free_bits.ts";

Deno.test("the lowest number that is missing is found after any adding and removing", () => {
  const random = new Random(5);
  const bits = new FreeBits();
  const model = new Set<number>();
  for (let step = 0; step < 6000; step++) {
    const number = random.below(200);
    assertEquals(bits.has(number), model.has(number));
    if (model.delete(number)) bits.remove(number);
    else {
      bits.add(number);
      model.add(number);
    }
    let lowest = 0;
    while (model.has(lowest)) lowest++;
    assertEquals(bits.lowest(), lowest);
    for (let count = step % 11 === 0 ? random.below(80) : 0; count > 0; count--) {
      const next = bits.lowest();
      bits.add(next);
      model.add(next);
    }
  }
});

Deno.test("room grows as it is asked for, and full words and groups are passed over", () => {
  const bits = new FreeBits();
  bits.add(2 ** 20);
  assertEquals([bits.has(2 ** 20), bits.has(2 ** 20 - 1), bits.has(2 ** 24), bits.lowest()], [
    true,
    false,
    false,
    0,
  ]);
  for (let number = 0; number < 70_000; number++) {
    assertEquals(bits.lowest(), number);
    bits.add(number);
  }
  bits.remove(40_000);
  assertEquals(bits.lowest(), 40_000);
  bits.add(40_000);
  assertEquals(bits.lowest(), 70_000);
});

Deno.test("a set that is full to its end has the next number missing", () => {
  const bits = new FreeBits();
  for (let number = 0; number < 32768; number++) bits.add(number);
  assertEquals([bits.lowest(), bits.has(32768)], [32768, false]);
  bits.add(32768);
  assertEquals(bits.lowest(), 32769);
});
