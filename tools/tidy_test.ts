/** Tests of the tidy command: what it reads, prints and gives as status. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkDeclarations } from "./command_line/declarations.ts";
import { runCommand } from "./command_line/program.ts";
import { fakeTerminal } from "./testing/fake_terminal.ts";
import { tidy } from "./tidy.ts";

async function inFolder(
  files: Record<string, string>,
  test: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(`${folder}/${path}/..`, { recursive: true });
      await Deno.writeTextFile(`${folder}/${path}`, text);
    }
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const impure = {
  "kernel/a.ts": "/** What it is. */\nDate.now();\n",
  "kernel/a_test.ts": "/** Tests of it. */\n",
  "kernel/testdata/b.ts": "Date.now();\n",
  "node_modules/c/d.ts": "Date.now();\n",
};

Deno.test("tidy is declared as a command should be", () => {
  assertEquals(checkDeclarations([tidy]), []);
});

Deno.test("tidy prints findings by place and ends with 1 when there are any", () =>
  inFolder(impure, async (folder) => {
    const terminal = fakeTerminal();
    assertEquals(await runCommand(tidy, [folder], terminal), 1);
    assertStringIncludes(terminal.output, "kernel/a.ts:2: purity: `Date` reads a clock");
    assertEquals(terminal.output.includes("testdata"), false);
    assertEquals(terminal.output.includes("node_modules"), false);
  }));

Deno.test("tidy --json prints one object", () =>
  inFolder(impure, async (folder) => {
    const terminal = fakeTerminal();
    await runCommand(tidy, [folder, "--json"], terminal);
    const { files, findings } = JSON.parse(terminal.output);
    assertEquals(files, 2);
    const purity = findings.filter((finding: { rule: string }) => finding.rule === "purity");
    assertEquals(purity.map(({ path, line }: { path: string; line: number }) => [path, line]), [[
      "kernel/a.ts",
      2,
    ]]);
  }));
