/** Test of the program heap_misuse. */
import { assertEquals } from "@std/assert";
import type { AllocatorMaking } from "../malloc/allocator.ts";
import { findAllocator } from "../malloc/allocators.ts";
import { eventsOf, observeProgram } from "../testing/observe_program.ts";
import { heapMisuse } from "./heap_misuse.ts";

function observe(name: string) {
  const run = observeProgram(heapMisuse, { allocator: findAllocator(name) as AllocatorMaking });
  const found = run.lines.filter((line) => /(found|went on)/.test(line)).map((line) =>
    line.includes("found")
  );
  return { run, found };
}

Deno.test("heap_misuse: every allocator finds stray frees, debug a use after free as well", () => {
  const cases = {
    palimpsest: [true, true, true, true, false, false],
    freelist: [true, true, true, true, false, false],
    bins: [true, true, true, true, false, false],
    debug: [true, true, true, true, true, false],
  };
  for (const [name, expected] of Object.entries(cases)) {
    assertEquals([name, ...observe(name).found], [name, ...expected]);
  }
});

Deno.test("heap_misuse: each fault is an event that names the block, and a signal follows it", () => {
  const { run } = observe("debug");
  const faults = eventsOf(run, "heapFault");
  assertEquals(faults.map(({ fault }) => fault).slice(0, 5), [
    "double free",
    "interior pointer",
    "invalid pointer",
    "write past the end",
    "use after free",
  ]);
  const leaks = faults.slice(5).map(({ fault, process }) => `${fault} ${process}`);
  assertEquals(leaks, Array(3).fill("leak 106"), "the child's block, and the two before it");
  assertEquals(eventsOf(run, "signal").map(({ number }) => number), [6, 6, 6, 6, 11]);
  const [said] = run.lines.filter((line) => line.startsWith("use after free at"));
  assertEquals(
    /^use after free at 0x[0-9a-f]+: 0 bytes into the block of 100 bytes at 0x[0-9a-f]+, freed$/.test(said),
    true,
  );
});
