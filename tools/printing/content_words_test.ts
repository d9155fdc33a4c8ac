/** Tests of contents in words. */
import { assertEquals } from "@std/assert";
import { smallMachine } from "./testing/small_machine.ts";
import { byteWords, contentWords } from "./content_words.ts";

Deno.test("a page is zeros, one value, unknown, or how it begins", () => {
  assertEquals([0, -1, 0x77].map(contentWords), ["zeros", "unknown", "all 77"]);
  assertEquals([byteWords(-1), byteWords(10)], ["??", "0a"]);
  const { state, frame } = smallMachine();
  assertEquals(contentWords(state.content(frame)), "48 69 00 00 00 00 ?? ?? …");
});
