/** Tests of the mrc command. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { runProgram } from "../command_line/program.ts";
import { fakeTerminal } from "../testing/fake_terminal.ts";
import { mrc } from "./mrc.ts";

const testdata = (name: string) => fromFileUrl(new URL(`../testdata/${name}`, import.meta.url));
const textbook = testdata("references/textbook.refs");

async function run(...args: string[]) {
  const terminal = fakeTerminal();
  const program = { name: "sample", summary: "Curves.", commands: [mrc] };
  const status = await runProgram(program, ["mrc", ...args], terminal);
  return { status, output: terminal.output, error: terminal.error };
}

Deno.test("mrc --json prints the faults of every size", async () => {
  const { status, output } = await run(textbook, "--json");
  assertEquals(status, 0);
  const rows = output.trimEnd().split("\n").map((line) => JSON.parse(line));
  assertEquals(rows.map(({ frames }) => frames), [1, 2, 3, 4, 5, 6]);
  assertEquals(rows.map(({ faults }) => faults), [20, 17, 12, 8, 7, 6]);
});

Deno.test("mrc says how much memory would have been needed", async () => {
  const { output } = await run(textbook);
  assertStringIncludes(output, "20 references to 6 pages\n");
  assertStringIncludes(output, "so that no page is brought in twice       6  24 KiB\n");
  assertStringIncludes(output, "Working set, in 2 windows of 10 references: at most 6 pages (24 KiB)");
});

Deno.test("mrc of nothing says so, without a gap where the table would be", async () => {
  const file = await Deno.makeTempFile({ suffix: ".refs" });
  try {
    const { status, output } = await run(file);
    assertEquals([status, output], [
      0,
      "0 references to 0 pages\n\nThere are no references, so it would have needed no memory.\n\n" +
      "There is no working set.\n",
    ]);
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("mrc -o writes a chart", async () => {
  const file = await Deno.makeTempFile({ suffix: ".svg" });
  try {
    assertEquals((await run(textbook, "-o", file)).status, 0);
    assertStringIncludes(await Deno.readTextFile(file), "Faults under lru");
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("mrc refuses a recording of faults with what would help", async () => {
  const { status, error } = await run(testdata("recordings/cat.ndjson.gz"));
  assertEquals(status, 2);
  assertStringIncludes(
    error,
    "it does not tell in which order pages were used. Trace the program with valgrind's",
  );
});
