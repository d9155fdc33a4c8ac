/** Tests of the alloc command. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { runProgram } from "../command_line/program.ts";
import { fakeTerminal } from "../testing/fake_terminal.ts";
import { alloc } from "./alloc.ts";

const traceOf = (name: string) => fromFileUrl(new URL(`../testdata/alloc/${name}.rep.gz`, import.meta.url));

async function run(...args: string[]) {
  const terminal = fakeTerminal();
  const program = { name: "sample", summary: "Allocators.", commands: [alloc] };
  const status = await runProgram(program, ["alloc", ...args], terminal);
  return { status, output: terminal.output, error: terminal.error };
}

Deno.test("alloc --json prints a row a trace and allocator", async () => {
  const { status, output } = await run(traceOf("x-coalesce"), "--allocator", "buddy,palimpsest", "--json");
  assertEquals(status, 0);
  const rows = output.trimEnd().split("\n").map((line) => JSON.parse(line));
  assertEquals(
    rows.map(({ trace, allocator, operations, errors }) => [trace, allocator, operations, errors]),
    [
      ["x-coalesce", "buddy", 15126, 0],
      ["x-coalesce", "palimpsest", 15126, 0],
    ],
  );
  for (const { utilization, utilizationOverTime, calls, faults, kept, operationsPerSecond } of rows) {
    assert(0 < utilizationOverTime && utilizationOverTime < 1 && 0 < utilization && utilization < 1);
    assert(calls > 0 && faults > 0 && kept > 0 && operationsPerSecond > 0);
  }
});

Deno.test("alloc prints a table, with native measurements beside, and means of several traces", async () => {
  const file = await Deno.makeTempFile({ suffix: ".csv" });
  const columns =
    "trace,alloc,util_mapped,avgutil_mapped,peak_mapped,mapped_drain,util_rss,avgutil_rss,peak_rss," +
    "rss_drain,minflt,sys_total,sys_drain";
  try {
    await Deno.writeTextFile(file, `${columns}\nx-realloc,glibc,0.77,0.7,1000,500,0,0,1,1,184,60,0\n`);
    const { status, output } = await run(traceOf("x-realloc"), traceOf("x-binary"), "--baseline", file);
    assertEquals(status, 0);
    const lines = output.trimEnd().split("\n");
    assertEquals(lines.map((line) => line.split(/  +/)[0]), [
      "trace",
      "x-realloc",
      "x-realloc",
      "x-binary",
      "means, sums of 2",
      "means, sums of 2",
    ]);
    assertStringIncludes(lines[2], "glibc (native)");
    assertStringIncludes(lines[2], "50.0 %");
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("alloc -o draws live payload and footprint over time", async () => {
  const file = await Deno.makeTempFile({ suffix: ".svg" });
  try {
    assertEquals((await run(traceOf("x-large"), "-o", file)).status, 0);
    const text = await Deno.readTextFile(file);
    for (const part of ["<svg ", "live payload", "palimpsest"]) assertStringIncludes(text, part);
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("alloc refuses what is no allocator, no trace and no table of measurements", async () => {
  const refusal = async (...args: string[]) => {
    const { status, error } = await run(...args);
    assertEquals(status, 2);
    return error;
  };
  assertStringIncludes(await refusal(traceOf("x-large"), "--allocator", "budy"), "did you mean 'buddy'?");
  assertStringIncludes(await refusal(fromFileUrl(import.meta.url)), "line 1");
  assertStringIncludes(
    await refusal(traceOf("x-large"), "--baseline", fromFileUrl(import.meta.url)),
    "there is no column",
  );
});
