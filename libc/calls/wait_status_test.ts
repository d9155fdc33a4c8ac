/** Tests of taking a wait status apart. */
import { assertEquals } from "@std/assert";
import { WEXITSTATUS, WIFEXITED, WIFSIGNALED, WTERMSIG } from "./wait_status.ts";

Deno.test("a status says how a child ended", () => {
  assertEquals([WIFEXITED(0x2a00), WEXITSTATUS(0x2a00), WIFSIGNALED(0x2a00)], [true, 42, false]);
  assertEquals([WIFEXITED(15), WIFSIGNALED(15), WTERMSIG(15)], [false, true, 15]);
});
