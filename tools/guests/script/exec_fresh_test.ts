/** Tests of exec. */
import { assertEquals } from "@std/assert";
import { answersTo } from "./testing/answers.ts";

Deno.test("exec leaves no mapping, the break at its start, and the limits of the world", () => {
  const [, , , , , dump, lock] = answersTo(
    "rlimit memlock 0",
    "a = mmap len=0x1000",
    "sbrk 0x1000",
    "f = memfd x",
    "exec",
    "dump",
    "mlock A 0",
  );
  assertEquals([dump.vsz, dump.brk, dump.vmas, lock.ret], [0, "B+0x0", [], 0]);
});
