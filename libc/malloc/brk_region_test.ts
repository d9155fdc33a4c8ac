/** Tests of the region that simple heaps lie in. */
import { assertEquals } from "@std/assert";
import { MemoryView } from "../memory/memory_view.ts";
import { ProgramBreak } from "../memory/program_break.ts";
import { heapProcess } from "../testing/heap_process.ts";
import { BrkRegion, peekRegion } from "./brk_region.ts";

function givenRegion(limitBytes?: number) {
  const process = heapProcess({ limitBytes });
  const programBreak = new ProgramBreak(process.space, process.statics);
  const region = new BrkRegion(process.space, process.statics + 16, programBreak);
  return { ...process, programBreak, region };
}

Deno.test("a region begins at a multiple of pages, grows and is cut at its end", () => {
  const { machine, space, statics, base, region } = givenRegion();
  assertEquals([region.start, region.grow(4096)], [0, false]);
  region.begin();
  assertEquals([region.start, region.end], [base, base]);
  assertEquals([region.grow(8192), region.end], [true, base + 8192]);
  region.cut(base + 4096);
  const view = new MemoryView(machine.state, space.pid);
  assertEquals(peekRegion(view, statics + 16), { start: base, end: base + 4096 });
  assertEquals([view.isMapped(base + 4095), view.isMapped(base + 4096)], [true, false]);
});

Deno.test("a region does not grow past a break that somebody else moved, nor past a limit", () => {
  const { base, programBreak, region } = givenRegion();
  region.begin();
  programBreak.moveTo(base + 100);
  assertEquals(region.grow(4096), false);
  const limited = givenRegion(3 * 4096);
  limited.region.begin();
  assertEquals([limited.region.grow(4096), limited.region.grow(3 * 4096)], [true, false]);
});
