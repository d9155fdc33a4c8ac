/** Tests of the policies command. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { runProgram } from "../command_line/program.ts";
import { fakeTerminal } from "../testing/fake_terminal.ts";
import { policies } from "./policies.ts";

const textbook = fromFileUrl(new URL("../testdata/references/textbook.refs", import.meta.url));
const belady = fromFileUrl(new URL("../testdata/references/belady.refs", import.meta.url));

async function run(...args: string[]) {
  const terminal = fakeTerminal();
  const program = { name: "sample", summary: "Policies.", commands: [policies] };
  const status = await runProgram(program, ["policies", ...args], terminal);
  return { status, output: terminal.output, error: terminal.error };
}

const rowsOf = (output: string) => output.trimEnd().split("\n").map((line) => JSON.parse(line));

Deno.test("policies --json prints a row a policy and size, in the order asked for", async () => {
  const { status, output } = await run(
    textbook,
    "--frames",
    "3",
    "--policy",
    "lru",
    "--policy",
    "opt",
    "--json",
  );
  assertEquals(status, 0);
  assertEquals(rowsOf(output), [
    { policy: "lru", frames: 3, references: 20, faults: 12, writes: 0 },
    { policy: "opt", frames: 3, references: 20, faults: 9, writes: 0 },
  ]);
});

Deno.test("policies shows Belady's anomaly", async () => {
  const { output } = await run(belady, "--frames", "3,4", "--policy", "fifo", "--json");
  assertEquals(rowsOf(output).map((row) => row.faults), [9, 10]);
});

Deno.test("policies without sizes takes powers of two, and prints a table", async () => {
  const { output } = await run(textbook);
  assertEquals(output.match(/^ *\d+ +fifo/gm)?.map((line) => parseInt(line)), [2, 4, 8]);
  assertStringIncludes(output, "20 references to 6 pages\n");
});

Deno.test("policies -o writes a chart", async () => {
  const file = await Deno.makeTempFile({ suffix: ".svg" });
  try {
    assertEquals((await run(textbook, "-o", file)).status, 0);
    assertStringIncludes(await Deno.readTextFile(file), "<svg ");
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("policies refuses what is no policy, no size and no trace", async () => {
  const refusal = async (...args: string[]) => {
    const { status, error } = await run(...args);
    assertEquals(status, 2);
    return error;
  };
  assertStringIncludes(
    await refusal(textbook, "--policy", "lur"),
    "There is no policy 'lur'; did you mean 'lru'?\n",
  );
  assertStringIncludes(await refusal(textbook, "--policy", "best-of-all"), "the policies are fifo, random,");
  assertStringIncludes(
    await refusal(textbook, "--frames", "none"),
    "'none' in --frames is no number of frames",
  );
  assertStringIncludes(await refusal("no.refs"), "There is no file 'no.refs'");
});
