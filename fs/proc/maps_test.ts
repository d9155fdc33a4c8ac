/** Tests of /proc/PID/maps' text. */
import { assertEquals } from "@std/assert";
import { smallProcess } from "./testing/small_process.ts";
import { mapsLines, printMapsLine } from "./maps.ts";

Deno.test("mappings print as the kernel prints them, the name from column 74 on", () => {
  const { state, space } = smallProcess();
  assertEquals(mapsLines(state, space).map(printMapsLine), [
    "00400000-00402000 r-xp 00003000 fe:00 1                                  /usr/bin/cat",
    "00500000-00502000 rw-p 00000000 00:00 0                                  [heap]",
    "7ffff7fb0000-7ffff7fb4000 rw-s 00001000 00:01 2                          /dev/zero (deleted)",
    "7ffff7fc0000-7ffff7fc4000 r--p 00000000 00:00 0                          [vvar]",
    "7ffff7fd0000-7ffff7fd1000 rw-p 00000000 00:00 0 ",
    "7ffffffde000-7ffffffff000 rw-p 00000000 00:00 0                          [stack]",
  ]);
});
