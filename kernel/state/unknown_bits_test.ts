/** Tests of the bitmaps of unknown bytes. */
import { assertEquals } from "@std/assert";
import { Random } from "../testing/random.ts";
import { bitRange, nextBit, setBits } from "./unknown_bits.ts";

Deno.test("bitRange() sets the bits from the first to before the second", () => {
  assertEquals([bitRange(0, 32), bitRange(0, 1), bitRange(31, 32), bitRange(4, 8)], [
    -1,
    1,
    -(2 ** 31),
    0xf0,
  ]);
});

Deno.test("setBits() and nextBit() do what an array of booleans does", () => {
  const random = new Random(1);
  const bitmap = new Int32Array(8);
  const model = new Array<boolean>(256).fill(false);
  for (let step = 0; step < 3000; step++) {
    const from = random.below(256);
    const end = random.between(from, 256);
    const set = random.chance(1, 2);
    if (random.chance(1, 2)) {
      setBits(bitmap, from, end - from, set);
      model.fill(set, from, end);
    } else {
      const found = model.indexOf(set, from);
      assertEquals(nextBit(bitmap, from, end, set), found < 0 ? end : Math.min(found, end));
    }
  }
});
