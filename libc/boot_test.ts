/** Tests of the whole machine's composition. */
import { assertEquals } from "@std/assert";
import { boot, system } from "./boot.ts";
import { PROGRAM_MACHINE } from "./runtime/run_program.ts";

Deno.test("the whole machine has the calls of kernel and file system", () => {
  const machine = boot(PROGRAM_MACHINE);
  assertEquals(["mmap", "fork", "open", "execve"].map((name) => machine.hasCall(name)), [
    true,
    true,
    true,
    true,
  ]);
  assertEquals(machine.state.eventCount, 1);
  assertEquals(system().calls.has("pipe"), true);
});
