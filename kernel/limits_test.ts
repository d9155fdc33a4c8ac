/** Tests of the limits: those that must agree with each other, and those that Linux gives. */
import { assertEquals } from "@std/assert";
import { FAULT_AROUND_PAGES, HUGE_BLOCK_PAGES, MAX_FRAME_COUNT } from "./limits.ts";
import { PAGE_SIZE, PAGES_PER_TABLE } from "./address.ts";

Deno.test("limits agree with each other", () => {
  assertEquals(HUGE_BLOCK_PAGES * PAGE_SIZE, 2 * 1024 * 1024);
  assertEquals(PAGES_PER_TABLE % FAULT_AROUND_PAGES, 0, "a fault-around window lies within one page table");
  assertEquals(MAX_FRAME_COUNT, 2 ** 24);
});
