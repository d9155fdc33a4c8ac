/** Tests of the alloc command. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { runProgram } from "../command_line/program.ts";
import { fakeTerminal } from "../testing/fake_terminal.ts";
import { alloc } from "./alloc.ts";
import { rewind } from "./rewind.ts";

const traceOf = (name: string) => fromFileUrl(new URL(`../testdata/alloc/${name}.rep.gz`, import.meta.url));
const realloc = traceOf("x-realloc-d1");
const coalesce = traceOf("x-coalesce-d1");
const binary = traceOf("x-binary-d1");

async function run(...args: string[]) {
  const terminal = fakeTerminal();
  const program = { name: "sample", summary: "Allocators.", commands: [alloc, rewind] };
  const given = args[0] === "rewind" ? args : ["alloc", ...args];
  const status = await runProgram(program, given, terminal);
  const lines = terminal.output.trimEnd().split("\n");
  return { status, output: terminal.output, lines, error: terminal.error };
}

async function inFolder(act: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await act(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("alloc --json prints a row a trace and allocator, with its ten members in order", async () => {
  const { status, lines } = await run(coalesce, "--allocator", "mmap,palimpsest", "--json");
  assertEquals(status, 0);
  const rows = lines.map((line) => JSON.parse(line));
  assertEquals(
    rows.map(({ trace, allocator, operations, errors }) => [trace, allocator, operations, errors]),
    [
      ["x-coalesce-d1", "mmap", 15126, 0],
      ["x-coalesce-d1", "palimpsest", 15126, 0],
    ],
  );
  assertEquals(
    Object.keys(rows[0]).join(),
    "trace,allocator,operations,utilization,utilizationOverTime,calls,faults,kept,operationsPerSecond,errors",
  );
  for (const { utilization, utilizationOverTime, calls, faults, kept, operationsPerSecond } of rows) {
    assert(0 < utilizationOverTime && utilizationOverTime < 1 && 0 < utilization && utilization < 1);
    assert(calls > 0 && faults > 0 && kept > 0 && operationsPerSecond > 0);
  }
});

Deno.test("alloc --csv prints the same rows below their names", async () => {
  const { status, lines } = await run(coalesce, "--csv");
  assertEquals([status, lines.length], [0, 2]);
  assertEquals(lines[0].split(",").slice(0, 4), ["trace", "allocator", "operations", "utilization"]);
  assertEquals(lines[1].split(",").slice(0, 3), ["x-coalesce-d1", "palimpsest", "15126"]);
});

Deno.test("alloc prints a table, with native figures where they are known, and means of several traces", async () => {
  const { status, lines } = await run(realloc, binary);
  assertEquals(status, 0);
  assertEquals(lines.slice(0, 7).map((line) => line.split(/ {2,}/).slice(0, 2).join(": ")), [
    "trace: allocator",
    "x-realloc-d1: palimpsest",
    "x-realloc-d1: glibc (native)",
    "x-binary-d1: palimpsest",
    "x-binary-d1: glibc (native)",
    "means, sums of 2: palimpsest",
    "means, sums of 2: glibc (native)",
  ]);
  assertStringIncludes(lines[8], "× glibc's");
  const { lines: all } = await run(realloc, "--native", "musl,jemalloc");
  assertEquals(all.slice(2).map((line) => line.split(/ {2,}/)[1]), ["jemalloc (native)", "musl (native)"]);
  assertEquals((await run(realloc, "--native", "none")).lines.length, 2);
});

Deno.test("native measurements may come from a file", async () => {
  await inFolder(async (folder) => {
    const columns =
      "trace,alloc,util_mapped,avgutil_mapped,peak_mapped,mapped_drain,util_rss,avgutil_rss,peak_rss," +
      "rss_drain,minflt,sys_total,sys_drain";
    const file = join(folder, "native.csv");
    await Deno.writeTextFile(file, `${columns}\nx-realloc-d1,mine,0.77,0.7,1000,500,0,0,1,1,184,60,0\n`);
    const { lines } = await run(realloc, "--baseline", file);
    assertStringIncludes(lines[2], "mine (native)");
    assertStringIncludes(lines[2], "50.0 %");
  });
});

Deno.test("alloc --svg draws a file a trace, in a folder that it makes", async () => {
  await inFolder(async (folder) => {
    const svg = join(folder, "pictures");
    assertEquals((await run(coalesce, realloc, "--svg", svg)).status, 0);
    const names = [...Deno.readDirSync(svg)].map(({ name }) => name).sort();
    assertEquals(names, ["x-coalesce-d1.svg", "x-realloc-d1.svg"]);
    const text = await Deno.readTextFile(join(svg, names[0]));
    for (const part of ["<svg ", "live payload", "palimpsest"]) assertStringIncludes(text, part);
  });
});

Deno.test("alloc -o keeps a log that can be rewound", async () => {
  await inFolder(async (folder) => {
    const log = join(folder, "coalesce.plog");
    assertEquals((await run(coalesce, "-o", log)).status, 0);
    const { status, output } = await run("rewind", log, "--to", "50%");
    assertEquals(status, 0);
    assertStringIncludes(output, "[heap]");
  });
});

Deno.test("alloc exits with 1 and says so when a block is not as it should be", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "greedy.rep");
    await Deno.writeTextFile(file, "1\n2\n3\n0\na 0 100\na 1 1000000000000000\nf 0\n");
    const { status, lines, error } = await run(file, "--json");
    assertEquals([status, JSON.parse(lines[0]).errors], [1, 1]);
    assertStringIncludes(error, "operation 1: no memory for 1000000000000000 bytes.");
  });
});

Deno.test("alloc refuses what is no allocator, no trace, or does not go together", async () => {
  const refusal = async (...args: string[]) => {
    const { status, error } = await run(...args);
    assertEquals([status, error.trimEnd().split("\n").length], [2, 1]);
    return error;
  };
  assertStringIncludes(await refusal(coalesce, "--allocator", "palimpsst"), "did you mean 'palimpsest'?");
  const here = fromFileUrl(import.meta.url);
  assertStringIncludes(await refusal(coalesce, here), "line 1");
  assertStringIncludes(await refusal(coalesce, "--baseline", here), "there is no column");
  assertStringIncludes(
    await refusal(coalesce, "--native", "dlmalloc"),
    "no native measurements of 'dlmalloc'",
  );
  assertStringIncludes(await refusal(coalesce, "--json", "--csv"), "do not go together");
  assertStringIncludes(await refusal(coalesce, "--sizes", "--processes", "2"), "do not go together");
  assertStringIncludes(await refusal(coalesce, "--diff", "palimpsest"), "--diff takes two allocators");
  assertStringIncludes(await refusal(coalesce, binary, "-o", "x.plog"), "-o keeps the log of one run");
});
