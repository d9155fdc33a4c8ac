/** Test of the program sandbox. */
import { assertEquals } from "@std/assert";
import { faultsIn, observeProgram, resultOf } from "../testing/observe_program.ts";
import { sandbox } from "./sandbox.ts";

Deno.test("sandbox: a gigabyte of addresses costs no frames; the byte behind the open part is refused", () => {
  const run = observeProgram(sandbox);
  assertEquals(run.lines, [
    "1 GiB reserved, 64 KiB in use",
    "one byte too far: signal 11; the parent still has 1",
  ]);
  const sand = resultOf(run, "mmap");
  const behind = sand + 2 ** 29 + 16 * 4096;
  assertEquals(faultsIn(run, 101, behind, 2 ** 29), ["SEGV_ACCERR"]);
  assertEquals(faultsIn(run, 100, sand, 2 ** 30).length, 16, "only what was touched has frames");
});
