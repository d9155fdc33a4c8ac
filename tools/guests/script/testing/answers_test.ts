/** Tests of the tests' short way to a script's answers. */
import { assertEquals } from "@std/assert";
import { answersTo, lastAnswer } from "./answers.ts";

Deno.test("the answers to lines are their records, the last of them alone on request", () => {
  const lines = ["a = mmap len=0x1000", "munmap a 0x1000", "munmap a 0x1000"];
  const answers = answersTo(...lines);
  assertEquals(answers.length >= 3, true);
  assertEquals(lastAnswer(...lines), answers.at(-1));
});
