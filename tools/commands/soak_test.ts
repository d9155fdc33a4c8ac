/** Tests of the soak command. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { runCommand } from "../command_line/program.ts";
import { fakeTerminal } from "../testing/fake_terminal.ts";
import { soak } from "./soak.ts";

async function run(...args: string[]) {
  const terminal = fakeTerminal();
  const status = await runCommand(soak, args, terminal);
  return { status, output: terminal.output, error: terminal.error };
}

Deno.test("soak runs the seeds of a range and says where to go on", async () => {
  const { status, output } = await run("damage", "--seeds", "5-5", "--json");
  const summary = JSON.parse(output);
  assertEquals([status, summary.rounds, summary.failures, summary.nextSeed], [0, 1, [], 6]);
});

Deno.test("a soak that does not exist and a range that is none are mistakes", async () => {
  assertStringIncludes((await run("frob")).error, "There is no soak 'frob'");
  assertEquals([(await run("frob")).status, (await run("damage", "--seeds", "9-1")).status], [2, 2]);
});
