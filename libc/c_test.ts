/** Tests of the library as programs have it. */
import { assertEquals } from "@std/assert";
import { runMain } from "./testing/run_main.ts";

Deno.test("c has functions and constants, all by their names in C", () => {
  const run = runMain(function* (c) {
    yield* c.printf("%d %d %d %d\n", c.PROT_READ | c.PROT_WRITE, c.ENOMEM, c.SIGSEGV, c.WNOHANG);
  });
  assertEquals(run.lines, ["3 12 11 1"]);
});
