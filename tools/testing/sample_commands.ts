/** Commands for the tests of the command line: one with every kind of operand and option, and some that end badly. */
import {
  type Command,
  type Context,
  defineCommand,
  type OperandTable,
  type OptionTable,
} from "../command_line/command.ts";
import { CheckFailed, exitStatus, UserError } from "../command_line/failure.ts";

/** A command with operands and options of every kind; it prints what it was given, as JSON. */
export const survey: Command = defineCommand({
  name: "survey",
  summary: "prints what it was given",
  description: ["Every kind of operand and option is here."],
  operands: {
    log: { label: "FILE.plog", help: "the log to read" },
    others: { label: "OTHER", help: "logs to compare with", optional: true, many: true },
  },
  options: {
    at: { kind: "position", label: "N", help: "the event to stand after", required: true },
    pid: { kind: "whole", label: "P", help: "only this process", minimum: 1, maximum: 4194304 },
    show: { kind: "choice", choices: ["maps", "frames"], default: "maps", help: "what to show" },
    output: { kind: "text", label: "FILE", short: "o", help: "where to write" },
    kind: { kind: "list", label: "K", help: "only events of these kinds" },
    all: { kind: "flag", help: "everything" },
  },
  examples: [{ command: "survey out/cat.plog --at 40%", says: "the mappings" }],
  run({ operands, options, print }) {
    print(JSON.stringify({ operands, options }));
    return exitStatus.done;
  },
});

/** A command that does what it is told to, without operands and options. */
export function commandThat(
  name: string,
  run: (context: Context<OperandTable, OptionTable>) => number | Promise<number>,
): Command {
  return defineCommand({ name, summary: "does it", examples: [{ command: name, says: "does it" }], run });
}

/** Commands by how they end. */
export const endings: readonly Command[] = [
  commandThat("succeed", () => exitStatus.done),
  commandThat("differ", () => exitStatus.checkFailed),
  commandThat("refuse", () => {
    throw new UserError("There is no file 'a.plog'.");
  }),
  commandThat("fail", () => Promise.reject(new CheckFailed("Event 41 has another digest."))),
  commandThat("break", () => {
    throw new TypeError("x is undefined");
  }),
];
