/** The helpers of the generator's tests refuse what they should. */
import { assertEquals, assertThrows } from "@std/assert";
import { assertOccur, draftOf, linesOf } from "./testing.ts";

Deno.test("drafts of one seed draw the same, and lines that are malformed are refused", () => {
  assertEquals(draftOf(4).tendencies, draftOf(4).tendencies);
  assertEquals(linesOf((draft) => draft.emit("dump"))[0], "dump");
  assertThrows(() => linesOf((draft) => draft.emit("munmap A")));
});

Deno.test("a text that occurs in no line is told", () => {
  assertOccur(["munmap A 1"], ["munmap"]);
  assertThrows(() => assertOccur(["munmap A 1"], ["mmap len"]));
});
