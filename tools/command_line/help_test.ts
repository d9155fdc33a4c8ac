/** Tests of the help texts; the whole texts are kept as snapshots. */
import { assertEquals } from "@std/assert";
import { assertSnapshot } from "@std/testing/snapshot";
import { endings, survey } from "../testing/sample_commands.ts";
import { helpOfCommand, helpOfProgram, usageOf } from "./help.ts";

Deno.test("helpOfCommand() shows usage, operands, options with their defaults, and the example", async (t) => {
  await assertSnapshot(t, helpOfCommand(survey, "deno task"), { serializer: String });
});

Deno.test("helpOfProgram() shows each command with its summary", async (t) => {
  const program = { name: "sample", summary: "Commands for tests.", commands: [survey, ...endings] };
  await assertSnapshot(t, helpOfProgram(program), { serializer: String });
});

Deno.test("usageOf() brackets what may be left out", () => {
  assertEquals(usageOf(survey), "survey FILE.plog [OTHER...] --at N [options]");
});

Deno.test("help texts keep within their width", () => {
  const long = { ...survey, summary: "word ".repeat(80).trim(), description: ["word ".repeat(80).trim()] };
  const widths = helpOfCommand(long, "deno task").split("\n").map((line) => line.length);
  assertEquals(widths.every((width) => width <= 100), true);
});
