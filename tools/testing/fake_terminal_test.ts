/** Tests of the terminal that tests use. */
import { assertEquals } from "@std/assert";
import { fakeTerminal } from "./fake_terminal.ts";

Deno.test("fakeTerminal() keeps output and errors apart, and its clock stands still", () => {
  const terminal = fakeTerminal();
  terminal.writeOutput("a");
  terminal.writeError("b");
  terminal.writeOutput("c");
  assertEquals([terminal.output, terminal.error], ["ac", "b"]);
  assertEquals(terminal.nowMilliseconds(), 0);
  terminal.milliseconds = 5;
  assertEquals(terminal.nowMilliseconds(), 5);
});
