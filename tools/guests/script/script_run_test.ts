/** Tests of the run of a script. */
import { assertEquals } from "@std/assert";
import { answersTo, lastAnswer } from "./testing/answers.ts";

Deno.test("names remember results; one without a value skips the operation and loses its own name", () => {
  const records = answersTo(
    "a = mmap len=0x1000",
    "munmap a 0x1000",
    "c = mmap addr=b len=0x1000",
    "munmap c 1",
  );
  assertEquals(records.map(({ skip }) => skip), [undefined, undefined, "undef b", "undef c"]);
});

Deno.test("operations on the oracle's own memory and of processes that do not live are skipped", () => {
  assertEquals(answersTo("munmap T 0x1000", "p7: dump").map(({ skip }) => skip), ["unsafe", "no process"]);
});

Deno.test("autodump appends the VMA list, with residency when asked", () => {
  assertEquals(lastAnswer("set autodump vmas", "mmap len=0x1000").vmas?.[0].length, 6);
  assertEquals(lastAnswer("set autodump full", "mmap len=0x1000").vmas?.[0][6], "1.");
});
