/** Tests of lists of VMAs. */
import { assertEquals, assertThrows } from "@std/assert";
import { givenSoundMachine, SHARED_PAGE } from "./testing/sound_machine.ts";
import { checkSameVmas, vmasWhere } from "./vma_lists.ts";

Deno.test("vmasWhere() looks through all spaces", () => {
  const { state } = givenSoundMachine();
  const found = vmasWhere(state, ({ startPage }) => startPage === SHARED_PAGE);
  assertEquals(found.map(({ space }) => space), [1, 2]);
});

Deno.test("checkSameVmas() takes any order, and names what is missing or too much", () => {
  const { state } = givenSoundMachine();
  const [one, other] = vmasWhere(state, () => true);
  checkSameVmas("a list", [other, one], [one, other]);
  assertThrows(() => checkSameVmas("a list", [one], [one, other]), Error, "is missing");
  assertThrows(() => checkSameVmas("a list", [one, { ...one }], [one]), Error, "is there and should not be");
});
