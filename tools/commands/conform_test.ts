/** Tests of the conform command. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { runCommand } from "../command_line/program.ts";
import { fakeTerminal } from "../testing/fake_terminal.ts";
import { conform } from "./conform.ts";

const SCRIPT = "a = mmap len=0x1000\ntouch w a\n";

async function run(...args: string[]) {
  const terminal = fakeTerminal();
  const status = await runCommand(conform, args, terminal);
  return { status, output: terminal.output, error: terminal.error };
}

async function inFolder(files: Record<string, string>, body: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(join(folder, name), text);
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("conform prints a script's answer as the oracle does", async () => {
  await inFolder({ "x.mm": SCRIPT }, async (folder) => {
    const { status, output, error } = await run(join(folder, "x.mm"));
    assertEquals([status, output.split("\n").length, error], [0, 4, ""]);
    assertStringIncludes(output, '{"n":2,"p":"p0","op":"touch w a","done":1,"min":1,"maj":0}\n');
  });
});

Deno.test("conform compares with the answer beside a script, and fails when one differs", async () => {
  await inFolder({ "x.mm": SCRIPT }, async (folder) => {
    const path = join(folder, "x.mm");
    const { output } = await run(path);
    await Deno.writeTextFile(join(folder, "x.ndjson"), output);
    const same = await run("--out", join(folder, "out"), path);
    assertEquals([same.status, same.output], [0, "scripts 1, records 2, differences 0\n"]);
    assertEquals(await Deno.readTextFile(join(folder, "out", "x.ndjson")), output);
    await Deno.writeTextFile(join(folder, "x.ndjson"), output.replace('"min":1', '"min":7'));
    const other = await run("--json", path);
    assertEquals([other.status, JSON.parse(other.output).differences], [1, 1]);
  });
});

Deno.test("an answer is not written over the one it differs from, nor into a file", async () => {
  await inFolder({ "x.mm": SCRIPT }, async (folder) => {
    const path = join(folder, "x.mm");
    assertEquals((await run("--out", folder, path)).status, 0);
    assertEquals((await run("--out", folder, path)).status, 0);
    const wanted = (await Deno.readTextFile(join(folder, "x.ndjson"))).replace('"min":1', '"min":7');
    await Deno.writeTextFile(join(folder, "x.ndjson"), wanted);
    const over = await run("--out", folder, path);
    assertEquals(over.status, 2);
    assertStringIncludes(over.error, "x.ndjson' is Linux's answer itself; name another");
    assertEquals(await Deno.readTextFile(join(folder, "x.ndjson")), wanted);
    assertEquals((await run("--out", path, path)).status, 2);
  });
});

Deno.test("a script that cannot be read is told with file, line and column", async () => {
  await inFolder({ "x.mm": "mmap len=0x1000\nmunmap 0x\n", "y.mm": "\u0000\u0001" }, async (folder) => {
    const { status, error } = await run(join(folder, "x.mm"));
    assertEquals(status, 2);
    assertStringIncludes(error, "x.mm:2:8: ");
    assertEquals((await run(join(folder, "y.mm"))).status, 2);
    assertEquals((await run(join(folder, "none.mm"))).status, 2);
  });
});
