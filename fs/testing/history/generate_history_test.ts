/** Tests of random histories. */
import { assertEquals } from "@std/assert";
import { generateHistory } from "./generate_history.ts";

Deno.test("a seed stands for one history, another seed for another", () => {
  assertEquals(generateHistory(5, 50), generateHistory(5, 50));
  assertEquals(generateHistory(5, 50).join() === generateHistory(6, 50).join(), false);
});

Deno.test("every operation comes up, and no line is longer than the native program reads", () => {
  const lines = generateHistory(1, 5000);
  const kinds = new Set(lines.map((line) => line.split(" ")[0]));
  assertEquals([kinds.size, lines.every((line) => line.length < 16_000)], [32, true]);
});
