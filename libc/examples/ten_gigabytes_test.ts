/** Test of the program ten_gigabytes. */
import { assertEquals } from "@std/assert";
import { ENOMEM } from "@palimpsest/kernel";
import { eventsOf, faultsIn, observeProgram } from "../testing/observe_program.ts";
import { tenGigabytes } from "./ten_gigabytes.ts";

Deno.test("ten_gigabytes: only what is touched takes memory, and everything goes with the block", () => {
  const run = observeProgram(tenGigabytes);
  assertEquals(run.lines[1], "10 pages touched: 40 KiB");
  assertEquals(run.lines[2], "20 GB: (nil), Cannot allocate memory");
  const [block] = eventsOf(run, "malloc");
  const touched = faultsIn(run, 100, (block.address as number) + 4096, 10 * 2 ** 30 - 8192);
  assertEquals(touched, Array(10).fill("pagesFresh"));
  const [munmap] = eventsOf(run, "munmap");
  assertEquals(munmap.lengthBytes as number >= 10 * 2 ** 30, true);
  assertEquals(eventsOf(run, "mmap").at(-1)!.result, -ENOMEM, "20 GB are more than the machine has");
});
