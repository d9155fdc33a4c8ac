/** Tests of the real table of commands, and of the command line as a process of its own. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { palimpsest } from "./cli.ts";
import { checkDeclarations } from "./command_line/declarations.ts";

const cliPath = fromFileUrl(new URL("./cli.ts", import.meta.url));

async function run(...args: string[]) {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--allow-read", cliPath, ...args],
    stdin: "null",
  });
  const { code, stdout, stderr } = await command.output();
  return { code, output: new TextDecoder().decode(stdout), error: new TextDecoder().decode(stderr) };
}

Deno.test("every command is declared as it should be, and its examples parse", () => {
  assertEquals(checkDeclarations(palimpsest.commands), []);
});

Deno.test("every command is also a task of its own", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("../deno.json", import.meta.url)));
  for (const { name } of palimpsest.commands) {
    assertMatch(tasks[name].command, new RegExp(` tools/cli.ts ${name}$`));
  }
});

Deno.test("the command line lists its commands and exits with 0", async () => {
  const { code, output, error } = await run("--help");
  assertEquals([code, error], [0, ""]);
  for (const { name, summary } of palimpsest.commands) {
    assertMatch(output, new RegExp(`^  ${name} +\\S`, "m"), summary);
  }
});

Deno.test("the command line exits with 2 and one sentence for what does not exist", async () => {
  const { code, output, error } = await run("compile");
  assertEquals([code, output], [2, ""]);
  assertStringIncludes(error, "palimpsest: There is no command 'compile'");
  assertEquals(error.trimEnd().split("\n").length, 1);
});
