/** Tests of calls on ranges. */
import { assertEquals } from "@std/assert";
import { answersTo, lastAnswer } from "./testing/answers.ts";

Deno.test("mmap answers an address relative to its area", () => {
  assertEquals(lastAnswer("mmap len=0x3000").ret, "T-0x3000");
});

Deno.test("mincore answers runs of bits", () => {
  assertEquals(lastAnswer("a = mmap len=0x3000", "touch w a+0x1000", "mincore a 0x3000").vec, "1x0 1x1 1x0");
});

Deno.test("sbrk answers the old break, and ENOMEM where brk would stay put", () => {
  const records = answersTo(
    "sbrk 0x1000",
    "sbrk 0",
    "mmap addr=B+0x1000 len=0x1000 flags=private,anon,fixed",
    "sbrk 0x1000",
  );
  assertEquals(records.map(({ ret, err }) => err ?? ret), ["B+0x0", "B+0x1000", "B+0x1000", "ENOMEM"]);
});
