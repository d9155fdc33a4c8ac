/** Test of the program draw. */
import { assertEquals } from "@std/assert";
import { frameBufferColors, nodeAt } from "@palimpsest/fs";
import { faultsIn, observeProgram, resultOf } from "../testing/observe_program.ts";
import { draw } from "./draw.ts";

Deno.test("draw: stores become pixels, without a fault and without a write", () => {
  const run = observeProgram(draw);
  const { state } = run.machine;
  const colors = frameBufferColors(state, nodeAt(state, "/dev/fb0") as number);
  const at = (x: number, y: number) => [...colors.subarray((y * 320 + x) * 3, (y * 320 + x) * 3 + 3)];
  assertEquals([at(0, 0), at(160, 100), at(5, 200), at(319, 239)], [
    [0x1d, 0x35, 0x57],
    [0xf4, 0xa2, 0x61],
    [0x2a, 0x9d, 0x8f],
    [0x2a, 0x9d, 0x8f],
  ]);
  assertEquals(faultsIn(run, 100, resultOf(run, "mmap"), 320 * 240 * 4), []);
});
