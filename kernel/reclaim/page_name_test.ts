/** Tests of the names of pages. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { F_ANON, F_CACHED } from "../memory/frame.ts";
import { closeFrame, takeFrame } from "../reduce/frames.ts";
import { State } from "../state/state.ts";
import { nameOfPage } from "./page_name.ts";

function nameOf(flags: number, owner: number, index: number): number {
  const state = State.empty(4);
  closeFrame(state, 1, takeFrame(state, 1, flags | F_CACHED, owner, index));
  return nameOfPage(state, 1);
}

Deno.test("a page is named by owner, index and kind, whatever frame holds it", () => {
  assertEquals(nameOf(F_ANON, 3, 7), nameOf(F_ANON, 3, 7));
  for (const other of [nameOf(F_ANON, 3, 8), nameOf(F_ANON, 4, 7), nameOf(0, 3, 7)]) {
    assertNotEquals(nameOf(F_ANON, 3, 7), other);
  }
});

Deno.test("names are whole numbers below 2^53", () => {
  const largest = nameOf(F_ANON, 2 ** 15 - 1, 2 ** 37 - 1);
  assert(Number.isSafeInteger(largest) && largest > nameOf(F_ANON, 2 ** 15 - 1, 2 ** 37 - 2));
});
