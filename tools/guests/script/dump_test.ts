/** Tests of VMA lists. */
import { assertEquals } from "@std/assert";
import { lastAnswer } from "./testing/answers.ts";

Deno.test("a dump lists VMAs with flags and residency, and not the oracle's own", () => {
  const record = lastAnswer(
    "a = mmap addr=A len=0x3000 flags=private,anon,fixed",
    "touch w A+0x1000",
    "dump",
  );
  assertEquals(record.vmas, [["A+0x0", "A+0x3000", "rw-p", 0, "", "rd wr mr mw me ac", "1.1a1."]]);
  assertEquals([record.vsz, record.brk], [3, "B+0x0"]);
});

Deno.test("dump all lists every live process in order of creation", () => {
  const record = lastAnswer("fork p1", "p1: fork p2", "kill p1", "dump all");
  assertEquals(record.procs?.map(({ p }) => p), ["p0", "p2"]);
});
