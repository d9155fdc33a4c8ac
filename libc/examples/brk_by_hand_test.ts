/** Test of the program brk_by_hand. */
import { assertEquals } from "@std/assert";
import { faultsIn, observeProgram, resultOf } from "../testing/observe_program.ts";
import { brkByHand } from "./brk_by_hand.ts";

Deno.test("brk_by_hand: the break moves, pages come when they are touched, above it is nothing", () => {
  const run = observeProgram(brkByHand);
  assertEquals(run.lines.map((line) => line.replace(/0x[0-9a-f]+/, "START")), [
    "break moved by 10000 bytes, from START",
    "the last int: 99, the first: 0",
    "a store above the break: SIGSEGV 1 times, then the break was moved",
    "given back: the break is where it was",
  ]);
  const start = resultOf(run, "brk");
  assertEquals(faultsIn(run, 100, start, 4096), ["pagesZero"], "a load maps the zero page");
  assertEquals(faultsIn(run, 100, start + 8192, 4096), ["pagesFresh"], "a store takes a frame");
  assertEquals(faultsIn(run, 100, start + 12_288, 4096), ["SEGV_MAPERR", "pagesFresh"]);
});
