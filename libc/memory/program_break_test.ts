/** Tests of the program break as the C library keeps it. */
import { assertEquals } from "@std/assert";
import { heapProcess } from "../testing/heap_process.ts";
import { ProgramBreak } from "./program_break.ts";

Deno.test("the break is asked for once, and known from then on", () => {
  const { machine, space, statics, base } = heapProcess();
  const programBreak = new ProgramBreak(space, statics);
  assertEquals(programBreak.current(), base);
  assertEquals(programBreak.moveTo(base + 100), true);
  machine.endStores();
  const { eventCount } = machine.state;
  assertEquals(programBreak.current(), base + 100);
  assertEquals(new ProgramBreak(space, statics).current(), base + 100);
  assertEquals(machine.state.eventCount, eventCount);
});

Deno.test("a break that cannot move stays known", () => {
  const { space, statics, base } = heapProcess();
  const programBreak = new ProgramBreak(space, statics);
  assertEquals(programBreak.moveTo(base - 4096), false);
  assertEquals(programBreak.current(), base);
});
