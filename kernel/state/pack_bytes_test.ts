/** Tests of packed numbers. */
import { assertEquals } from "@std/assert";
import { Random } from "../testing/random.ts";
import { PackReader, PackWriter } from "./pack_bytes.ts";

Deno.test("numbers and words of every size are read as they were written", () => {
  const random = new Random(1);
  const numbers = [0, 1, 127, 128, 2 ** 28 - 1, 2 ** 28, 2 ** 31, 2 ** 32, 2 ** 53 - 1];
  const words = [0, 1, -1, 63, 64, -64, -65, 2 ** 31 - 1, -(2 ** 31)];
  for (let count = 0; count < 3000; count++) {
    numbers.push(random.below(2 ** random.between(1, 53)));
    words.push(random.next() >> random.below(32));
  }
  const writer = new PackWriter();
  for (let index = 0; index < words.length; index++) {
    writer.number(numbers[index % numbers.length]);
    writer.word(words[index]);
  }
  const reader = new PackReader(writer.take());
  for (let index = 0; index < words.length; index++) {
    assertEquals([reader.number(), reader.word()], [numbers[index % numbers.length], words[index]]);
  }
  assertEquals(reader.hasMore, false);
});

Deno.test("small numbers take a byte", () => {
  const writer = new PackWriter();
  for (const word of [0, -1, 63, -64]) writer.word(word);
  for (const number of [0, 127]) writer.number(number);
  assertEquals(writer.take().length, 6);
});
