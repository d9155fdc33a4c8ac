/** Tests of the soak of allocators. */
import { assertEquals } from "@std/assert";
import { allAllocators } from "@palimpsest/libc";
import { heapsSoak } from "./heaps.ts";

Deno.test("rounds of the allocators find nothing", async () => {
  for (let seed = 1; seed <= 4; seed++) {
    assertEquals(await heapsSoak.round({ seed }), { tried: allAllocators().length, failures: [] });
  }
});
