/** Stories with files have the calls that they are about. */
import { assertOccur, linesOf } from "./testing.ts";
import { tellFaultAround, tellSharedTruncation, tellTwoViews, tellWriteBack } from "./file_stories.ts";

Deno.test("a file is seen privately and shared, written back and cut", () => {
  assertOccur(linesOf(tellTwoViews), [
    "flags=private fd=",
    "flags=shared fd=",
    "ftruncate",
    "pwrite",
    "DONTNEED",
    "read s",
  ]);
  assertOccur(linesOf(tellWriteBack), ["msync", "async", "fsync", "touch w", "fsize"]);
});

Deno.test("faults around a page meet every border", () => {
  assertOccur(linesOf(tellFaultAround), ["fixed fd=", "punch", "DONTNEED", "munmap", "off=0x10000"]);
});

Deno.test("a file is cut and holed under several processes", () => {
  assertOccur(linesOf(tellSharedTruncation), ["fork p1", "p1: ftruncate", "punch", "REMOVE", "dump all"]);
});
