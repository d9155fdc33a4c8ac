/** Tests of /proc/PID/smaps' text, against a line of the real kernel's. */
import { assertEquals } from "@std/assert";
import { touchMemory } from "@palimpsest/kernel";
import { kibLine, smapsRecords } from "./smaps.ts";
import { smallProcess } from "./testing/small_process.ts";

Deno.test("a mapping prints as the kernel prints it", () => {
  const { machine, state, space } = smallProcess();
  touchMemory(machine, 1, 0x500000, { write: true });
  assertEquals(
    smapsRecords(state, space)[1],
    `\
00500000-00502000 rw-p 00000000 00:00 0                                  [heap]
Size:                  8 kB
KernelPageSize:        4 kB
MMUPageSize:           4 kB
Rss:                   4 kB
Pss:                   4 kB
Pss_Dirty:             4 kB
Shared_Clean:          0 kB
Shared_Dirty:          0 kB
Private_Clean:         0 kB
Private_Dirty:         4 kB
Referenced:            4 kB
Anonymous:             4 kB
KSM:                   0 kB
LazyFree:              0 kB
AnonHugePages:         0 kB
ShmemPmdMapped:        0 kB
FilePmdMapped:         0 kB
Shared_Hugetlb:        0 kB
Private_Hugetlb:       0 kB
Swap:                  0 kB
SwapPss:               0 kB
Locked:                0 kB
THPeligible:           0
VmFlags: rd wr mr mw me ac 
`,
  );
});

Deno.test("device memory has a size and nothing else", () => {
  const { state, space } = smallProcess();
  const lines = smapsRecords(state, space)[3].split("\n");
  assertEquals([lines[1], lines[4], lines.at(-2)], [
    "Size:                 16 kB",
    "Rss:                   0 kB",
    "VmFlags: rd mr pf io ",
  ]);
});

Deno.test("numbers are in kilobytes, rounded down, and may be wider than their column", () => {
  assertEquals(kibLine("Pss", 4095), "Pss:                   3 kB\n");
  assertEquals(kibLine("VmallocTotal", 34359738367 * 1024), "VmallocTotal:   34359738367 kB\n");
});
