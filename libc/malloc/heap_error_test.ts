/** Tests of what an allocator says when the heap is misused. */
import { assertEquals } from "@std/assert";
import { HeapError } from "./heap_error.ts";

Deno.test("a heap error is a sentence with the fault, the address, and what else is known", () => {
  const error = new HeapError("double free", 0x5555_0010);
  assertEquals(`${error}`, "HeapError: double free at 0x55550010");
  assertEquals([error.fault, error.address], ["double free", 0x5555_0010]);
  const detailed = new HeapError("corrupted heap", 16, "two free chunks are neighbours");
  assertEquals(detailed.message, "corrupted heap at 0x10: two free chunks are neighbours");
});
