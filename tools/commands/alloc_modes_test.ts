/** Tests of what alloc tells besides its table. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { runCommand } from "../command_line/program.ts";
import { fakeTerminal } from "../testing/fake_terminal.ts";
import { alloc } from "./alloc.ts";

const traceOf = (name: string) => fromFileUrl(new URL(`../testdata/alloc/${name}.rep.gz`, import.meta.url));
const coalesce = traceOf("x-coalesce-d1");
const binary = traceOf("x-binary-d1");

async function run(...args: string[]) {
  const terminal = fakeTerminal();
  const status = await runCommand(alloc, args, terminal);
  return { status, output: terminal.output, lines: terminal.output.trimEnd().split("\n") };
}

Deno.test("alloc --diff shows where two allocators part, in either way of naming them", async () => {
  const { status, lines } = await run(binary, "--diff", "palimpsest", "mmap");
  assertEquals(status, 0);
  assertStringIncludes(lines[0], "x-binary-d1: palimpsest and mmap first part at request");
  const { output } = await run("--diff=palimpsest,mmap", binary, "--json");
  const { allocators, moments } = JSON.parse(output);
  assertEquals([allocators, moments.length], [["palimpsest", "mmap"], 2]);
});

Deno.test("alloc --sizes shows blocks by size, --processes what processes waste together", async () => {
  const { status, lines } = await run(binary, "--sizes");
  assertEquals(status, 0);
  assertStringIncludes(lines[1], "lifetime");
  assertEquals(lines.slice(2).map((line) => line.trim().split(/ {2,}/)[0]), ["32 B", "256 B"]);
  const sizes = await run(binary, "--sizes", "--json");
  assertEquals(JSON.parse(sizes.lines[0]).limitBytes, 32);
  const processes = await run(coalesce, binary, "--processes", "3", "--json");
  assertEquals(
    processes.lines.map((line) => JSON.parse(line)).map(({ trace, processCount }) => [trace, processCount]),
    [["x-coalesce-d1", 2], ["x-binary-d1", 1]],
  );
});

Deno.test("alloc --speed tells how fast a trace is replayed, and how that grows", async () => {
  const { status, lines } = await run(coalesce, "--speed", "--json");
  assertEquals(status, 0);
  const { operations, operationsPerSecond, growth, inspectableOperations } = JSON.parse(lines[0]);
  assertEquals([operations, inspectableOperations], [15126, 50_000]);
  assert(operationsPerSecond > 0 && growth > 0);
});
