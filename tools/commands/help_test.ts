/** Tests of the help command. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Program } from "../command_line/help.ts";
import { runProgram } from "../command_line/program.ts";
import { fakeTerminal } from "../testing/fake_terminal.ts";
import { survey } from "../testing/sample_commands.ts";
import { helpCommand } from "./help.ts";

const program: Program = {
  name: "sample",
  summary: "Commands for tests.",
  commands: [helpCommand(() => program), survey],
};

async function run(...args: string[]) {
  const terminal = fakeTerminal();
  const status = await runProgram(program, args, terminal);
  return { status, output: terminal.output, error: terminal.error };
}

Deno.test("help says what --help says, for the program and for a command", async () => {
  assertEquals(await run("help"), await run("--help"));
  assertEquals(await run("help", "survey"), await run("survey", "--help"));
});

Deno.test("help --json gives the declarations", async () => {
  const all = JSON.parse((await run("help", "--json")).output);
  assertEquals(all.map((command: { name: string }) => command.name), ["help", "survey"]);
  const one = JSON.parse((await run("help", "survey", "--json")).output);
  assertEquals(one.options.pid.maximum, 4194304);
  assertEquals(one.options.json.kind, "flag");
});

Deno.test("help about a command that does not exist is a mistake", async () => {
  const { status, error } = await run("help", "survy");
  assertEquals([status, error], [2, "help: There is no command 'survy'; did you mean 'survey'?\n"]);
  assertStringIncludes((await run("help", "compile")).error, "the commands are help, survey.");
});
