/** Test of the program mmap_threshold. */
import { assertEquals } from "@std/assert";
import { countsOf, observeProgram } from "../testing/observe_program.ts";
import { mmapThreshold } from "./mmap_threshold.ts";

Deno.test("mmap_threshold: brk below 128 KiB, mmap from there on, and brk again once a mapping was freed", () => {
  const run = observeProgram(mmapThreshold);
  assertEquals(run.lines.map((line) => line.replace(/ +0x[0-9a-f]+ +/, ": ")), [
    "a bit less than 128 KiB: heap (brk)",
    "128 KiB: mapping (mmap)",
    "128 KiB again: heap (brk)",
  ]);
  assertEquals(countsOf(run, "mmap", "munmap"), { mmap: 1, munmap: 1 });
});
