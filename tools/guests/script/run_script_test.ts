/** Tests of running whole scripts. */
import { assertEquals } from "@std/assert";
import { checkState } from "@palimpsest/kernel";
import { parseScript } from "./parse.ts";
import { runScript } from "./run_script.ts";

Deno.test("a script runs in a fresh world, and the machine it leaves is sound", () => {
  const ops = parseScript("a = mmap len=0x2000\ntouch w a n=2\nfork p1\np1: touch w a\n", "x.mm");
  let count = 0;
  const { answer, machine } = runScript(ops, { afterOperation: () => count++ });
  assertEquals([answer.records.length, count, machine.state.processes.size], [4, 4, 2]);
  checkState(machine.state);
});
