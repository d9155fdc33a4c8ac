/** Tests of accesses. */
import { assertEquals } from "@std/assert";
import { answersTo, lastAnswer } from "./testing/answers.ts";

const MAPPED = "a = mmap addr=A len=0x2000 flags=private,anon,fixed";

Deno.test("touch counts its accesses and stops at the first signal", () => {
  const { done, sig, code, at, min } = lastAnswer(MAPPED, "touch w A n=4");
  assertEquals({ done, sig, code, at, min }, {
    done: 2,
    sig: "SIGSEGV",
    code: "SEGV_MAPERR",
    at: "A+0x2000",
    min: 2,
  });
});

Deno.test("loads, stores and read-modify-writes are little-endian and cross pages", () => {
  const records = answersTo(
    MAPPED,
    "store8 A+0xffc 0x1122334455667788",
    "add8 A+0xffc 1",
    "load8 A+0xffc",
    "load1 A+0xffc",
  );
  assertEquals(records.slice(3).map(({ val }) => val), ["0x1122334455667789", "0x89"]);
});

Deno.test("fill and read go over a range; short ranges print their bytes", () => {
  assertEquals(lastAnswer(MAPPED, "fill A 4 0xab", "read A 6").hex, "abababab0000");
});

Deno.test("a range larger than any array is read in parts, up to what is mapped", () => {
  const { done, sig, at } = lastAnswer(MAPPED, "read A 0xfffffffffff");
  assertEquals({ done, sig, at }, { done: 8192, sig: "SIGSEGV", at: "A+0x2000" });
  const mapped = "a = mmap addr=A len=0x200000 flags=private,anon,fixed";
  const whole = lastAnswer(mapped, "fill A+0xfff00 0x200 7", "read A 0x100201");
  assertEquals([whole.done, whole.fnv], [0x100201, "58a2b05a2ef585df"]);
});

Deno.test("a crash with the default disposition ends the process", () => {
  assertEquals(answersTo("crash w 0", "touch r A").map(({ died, skip }) => died ?? skip), [
    true,
    "no process",
  ]);
});
