/** The parts of plain tables. */
import { assertEquals } from "@std/assert";
import { emptyPlainState, PART, partOf } from "./plain_state.ts";

Deno.test("a part holds 512 entries", () => {
  assertEquals([0, PART - 1, PART, 2 ** 33].map(partOf), [0, 0, 1, 2 ** 24]);
});

Deno.test("two empty states share nothing", () => {
  emptyPlainState().frames[0] = {};
  assertEquals(emptyPlainState().frames, {});
});
