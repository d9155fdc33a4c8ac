/** The command bench, over a small mix. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { measures } from "../bench/suite.ts";
import { runCommand } from "../command_line/program.ts";
import { fakeTerminal } from "../testing/fake_terminal.ts";
import { bench, MEASURE_NAMES } from "./bench.ts";

Deno.test("bench tells what it measured, and which bars are reached", async () => {
  const terminal = fakeTerminal();
  const args = ["--only", "size", "--events", "1000", "--repeat", "1", "--warm-up", "0"];
  assertEquals(await runCommand(bench, args, terminal), 0);
  assertStringIncludes(terminal.output, "size: 1,000 events, clustered\n  an event");
  assertStringIncludes(terminal.output, "bars are reached");
});

Deno.test("bench --json is one object with the results", async () => {
  const terminal = fakeTerminal();
  const args = ["--only", "replay", "--events", "1000", "--repeat", "1", "--warm-up", "0", "--json"];
  assertEquals(await runCommand(bench, args, terminal), 0);
  const { options, results } = JSON.parse(terminal.output);
  assertEquals(options.events, 1000);
  assert(
    results.every(({ measure, median }: { measure: string; median: number }) =>
      measure === "replay" && median > 0
    ),
  );
});

Deno.test("a measure that does not exist is refused with those that do", async () => {
  const terminal = fakeTerminal();
  assertEquals(await runCommand(bench, ["--only", "sleep"], terminal), 2);
  assertEquals(
    terminal.error,
    `bench: There is no measure 'sleep'; the measures are ${MEASURE_NAMES.join(", ")}.\n`,
  );
});

Deno.test("the command names the measures of the suite, in its order", () => {
  assertEquals([...MEASURE_NAMES], Object.keys(measures));
});
