/** Tests of where a command's text goes and when. */
import { assertEquals, assertThrows } from "@std/assert";
import { UserError } from "./failure.ts";
import { type ByteSink, openTerminal, OutputClosed } from "./terminal.ts";

/** A sink that keeps what it takes, `bytesAtOnce` at a time, in a list that two sinks may share. */
function keepingSink(
  kept: string[],
  { isTerminal = false, bytesAtOnce = Infinity }: { isTerminal?: boolean; bytesAtOnce?: number } = {},
): ByteSink {
  return {
    writeSync(bytes) {
      const taken = bytes.subarray(0, bytesAtOnce);
      kept.push(new TextDecoder().decode(taken));
      return taken.length;
    },
    isTerminal: () => isTerminal,
  };
}

Deno.test("output to a pipe is gathered until it is flushed", () => {
  const kept: string[] = [];
  const terminal = openTerminal({ output: keepingSink(kept), error: keepingSink([]), isDebugging: false });
  terminal.writeOutput("a\n");
  terminal.writeOutput("b\n");
  assertEquals(kept, []);
  terminal.flush();
  assertEquals(kept, ["a\nb\n"]);
});

Deno.test("output to a pipe is written when much is gathered", () => {
  const kept: string[] = [];
  const terminal = openTerminal({ output: keepingSink(kept), error: keepingSink([]), isDebugging: false });
  terminal.writeOutput("x".repeat(70_000));
  assertEquals(kept.map((text) => text.length), [70_000]);
});

Deno.test("output to a terminal is written at once", () => {
  const kept: string[] = [];
  const output = keepingSink(kept, { isTerminal: true });
  openTerminal({ output, error: keepingSink([]), isDebugging: false }).writeOutput("a\n");
  assertEquals(kept, ["a\n"]);
});

Deno.test("errors come after the output written before them", () => {
  const kept: string[] = [];
  const terminal = openTerminal({ output: keepingSink(kept), error: keepingSink(kept), isDebugging: false });
  terminal.writeOutput("first ");
  terminal.writeError("second");
  assertEquals(kept.join(""), "first second");
});

Deno.test("a sink that takes little at a time gets everything", () => {
  const kept: string[] = [];
  const output = keepingSink(kept, { bytesAtOnce: 2 });
  const terminal = openTerminal({ output, error: keepingSink([]), isDebugging: false });
  terminal.writeOutput("abcde");
  terminal.flush();
  assertEquals(kept, ["ab", "cd", "e"]);
});

Deno.test("a reader that has gone is told apart from other errors", () => {
  const sinkThatThrows = (error: Error): ByteSink => ({
    writeSync: () => {
      throw error;
    },
    isTerminal: () => true,
  });
  const gone = openTerminal({
    output: sinkThatThrows(new Deno.errors.BrokenPipe("pipe")),
    isDebugging: false,
  });
  assertThrows(() => gone.writeOutput("a"), OutputClosed);
  const full = openTerminal({ output: sinkThatThrows(new Error("no space left")), isDebugging: false });
  assertThrows(() => full.writeOutput("a"), UserError, "The output cannot be written: no space left.");
});
