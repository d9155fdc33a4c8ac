/** Every call is made with arguments at their edges. */
import { assertOccur, linesOf } from "./testing.ts";
import { openFile } from "./file_actions.ts";
import { callOddly } from "./odd_actions.ts";

Deno.test("every call gets arguments at their edges", () => {
  const calls = [
    "mmap",
    "munmap",
    "mprotect",
    "madvise",
    "msync",
    "mlock",
    "munlock",
    "mseal",
    "mincore",
    "mremap",
    "brk",
  ];
  const edges = [
    "0xffffffffffffffff",
    "0x7ffffffff000",
    "fd=-1",
    "fd=77",
    "0xff000000",
    "shared_validate",
    "hugetlb",
  ];
  assertOccur(linesOf(callOddly, openFile), [...calls, ...edges]);
});
