/** Tests of checking declarations: each slip is told. */
import { assertEquals } from "@std/assert";
import { endings, survey } from "../testing/sample_commands.ts";
import type { Command } from "./command.ts";
import { checkDeclarations } from "./declarations.ts";

Deno.test("checkDeclarations() finds nothing wrong with good declarations", () => {
  assertEquals(checkDeclarations([survey, ...endings]), []);
});

const label = "X";
const help = "a thing";
const slips: [string, Partial<Command>, string][] = [
  [
    "a name with a capital",
    { name: "Survey", examples: [{ command: "Survey a --at 1", says: "it" }] },
    "small",
  ],
  [
    "an option that every command has",
    { options: { ...survey.options, json: { kind: "flag", help } } },
    "json",
  ],
  [
    "a short name twice",
    { options: { ...survey.options, hot: { kind: "flag", help, short: "o" } } },
    "called o",
  ],
  ["a summary that is a sentence", { summary: "Prints it." }, "no full stop"],
  ["a required operand after an optional one", {
    operands: { a: { label: "A", help, optional: true }, b: { label: "B", help } },
    examples: [{ command: "survey a b --at 1", says: "it" }],
  }, "B is required"],
  ["an operand after one that takes all", {
    operands: { a: { label: "A", help, many: true }, b: { label: "B", help, optional: true } },
  }, "B gets none"],
  ["a default that is no value", {
    options: { ...survey.options, show: { kind: "choice", choices: ["maps"], default: "map", help } },
  }, "not 'map'"],
  ["no example", { examples: [] }, "no example"],
  ["an example of another command", { examples: [{ command: "record a", says: "it" }] }, "another command"],
  [
    "an example that does not parse",
    { examples: [{ command: "survey a --at x", says: "it" }] },
    "does not parse",
  ],
  ["an option without help", { options: { ...survey.options, of: { kind: "text", label, help: "" } } }, "''"],
];

for (const [slip, change, part] of slips) {
  Deno.test(`checkDeclarations() finds ${slip}`, () => {
    const problems = checkDeclarations([{ ...survey, ...change }]);
    assertEquals(problems.length, 1, problems.join("\n"));
    assertEquals(problems[0].includes(part), true, problems[0]);
  });
}

Deno.test("checkDeclarations() finds two commands of one name", () => {
  assertEquals(checkDeclarations([survey, survey]), ["Two commands are called survey."]);
});
