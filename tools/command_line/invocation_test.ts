/** Tests of parsing a command's arguments: what is given, and each complaint in its order. */
import { assertEquals, assertThrows } from "@std/assert";
import { survey } from "../testing/sample_commands.ts";
import { asksForHelp, parseInvocation } from "./invocation.ts";
import { UserError } from "./failure.ts";

const withDefaults = {
  at: { kind: "last", eventsBack: 0 },
  pid: undefined,
  show: "maps",
  output: undefined,
  kind: [],
  all: false,
  json: false,
  help: false,
  debug: false,
};

function parse(line: string) {
  return parseInvocation(survey, line.split(" ").filter((word) => word !== ""));
}

Deno.test("parseInvocation() gives what was typed and the defaults of what was not", () => {
  assertEquals(parse("a.plog --at last"), { operands: { log: "a.plog", others: [] }, options: withDefaults });
});

Deno.test("parseInvocation() gives each value as its kind", () => {
  const line = "--at 40% a.plog --pid 7 --show=frames -o b.txt --kind mmap --kind=fault --all --json 12 0x1f";
  assertEquals(parse(line), {
    operands: { log: "a.plog", others: ["12", "0x1f"] },
    options: {
      ...withDefaults,
      at: { kind: "percent", percent: 40 },
      pid: 7,
      show: "frames",
      output: "b.txt",
      kind: ["mmap", "fault"],
      all: true,
      json: true,
    },
  });
});

Deno.test("parseInvocation() takes everything after -- as operands", () => {
  assertEquals(parse("--at last -- --odd --all").operands, { log: "--odd", others: ["--all"] });
});

const complaints: [string, string][] = [
  ["a.plog --at", "--at needs a value: N."],
  ["a.plog --at --pid 7", "--at needs a value: N."],
  ["a.plog --at=", "--at needs a value: N."],
  ["a.plog --at -3", "--at needs a value: N."],
  ["a.plog --kind", "--kind needs a value: K."],
  ["a.plog --at last -o", "--output needs a value: FILE."],
  ["a.plog --at last --shwo=maps", "There is no option --shwo; did you mean --show?"],
  ["a.plog --at last --everything-else", "There is no option --everything-else."],
  ["a.plog --at last -x", "There is no option -x."],
  [
    "a.plog --at sometimes",
    "--at takes an event's number, a share such as 40%, last, or last-3, not 'sometimes'.",
  ],
  ["a.plog --at=-3", "--at takes an event's number, a share such as 40%, last, or last-3, not '-3'."],
  ["a.plog --at last --pid 1.5", "--pid takes a whole number from 1 to 4194304, not '1.5'."],
  ["a.plog --at last --pid 0", "--pid takes a whole number from 1 to 4194304, not '0'."],
  ["a.plog --at last --show map", "--show takes one of maps, frames, not 'map'."],
  ["a.plog", "--at N is missing: the event to stand after."],
  ["--at last", "FILE.plog is missing: the log to read."],
];

for (const [line, sentence] of complaints) {
  Deno.test(`parseInvocation() complains about: ${line}`, () => {
    assertEquals(assertThrows(() => parse(line), UserError).message, sentence);
  });
}

Deno.test("parseInvocation() complains about an operand too many, and about one that takes many but got none", () => {
  const one = { ...survey, operands: { log: survey.operands.log } };
  assertThrows(
    () => parseInvocation(one, ["a", "b", "c", "--at", "last"]),
    UserError,
    "'b' is one argument too many.",
  );
  const some = { ...survey, operands: { others: { ...survey.operands.others, optional: false } } };
  assertThrows(() => parseInvocation(some, ["--at", "last"]), UserError, "OTHER is missing");
});

Deno.test("parseInvocation() complains about an empty operand, unless it may be left out", () => {
  assertThrows(
    () => parseInvocation(survey, ["", "--at", "last"]),
    UserError,
    "FILE.plog is empty: the log to read.",
  );
  assertEquals(parseInvocation(survey, ["a", "", "--at", "last"]).operands.others, [""]);
});

Deno.test("asksForHelp() sees --help and -h anywhere before --", () => {
  assertEquals(asksForHelp(["a", "--at", "x", "--help"]), true);
  assertEquals(asksForHelp(["-h"]), true);
  assertEquals(asksForHelp(["a", "--", "--help"]), false);
});
