/**
 * The help texts, from the declarations alone.
 *
 * HE1. Lines are at most 100 characters wide, whatever the terminal, so that the texts are the same everywhere.
 * HE2. Every command line that is shown can be typed as it stands.
 */
import { type Command, commonOptions, type Operand, type Option, type OptionTable } from "./command.ts";
import { labelOf } from "./invocation.ts";

/** A program: a name and its commands. */
export interface Program {
  /** As typed after `deno task`. */
  readonly name: string;
  /** What it is, in a sentence. */
  readonly summary: string;
  /** In the order of the help text. */
  readonly commands: readonly Command[];
}

const widthLimit = 100;

/** The help text of a program: its commands, each with its summary. */
export function helpOfProgram(program: Program): string {
  const rows = program.commands.map(({ name, summary }): Row => [name, summary]);
  return [
    ...wrap(`${program.summary}`, ""),
    "",
    `Usage: deno task ${program.name} COMMAND [arguments]`,
    "",
    "Commands:",
    ...columns(rows),
    "",
    ...wrap(
      `'deno task ${program.name} COMMAND --help' says more about a command and shows an example. Each ` +
        `command is also a task of its own: 'deno task COMMAND'.`,
      "",
    ),
    "",
  ].join("\n");
}

/** The help text of a command; `prefix` is what is typed before its name ("deno task"). */
export function helpOfCommand(command: Command, prefix: string): string {
  const operands = Object.values(command.operands).map((operand): Row => [operand.label, operand.help]);
  const options = Object.entries({ ...command.options, ...commonOptions } as OptionTable);
  return [
    ...wrap(`${command.name}: ${command.summary}`, ""),
    ...command.description.flatMap((paragraph) => ["", ...wrap(paragraph, "")]),
    "",
    `Usage: ${prefix} ${usageOf(command)}`,
    ...operands.length === 0 ? [] : ["", "Arguments:", ...columns(operands)],
    "",
    "Options:",
    ...columns(options.map(([name, option]): Row => [heading(name, option), explain(option)])),
    "",
    command.examples.length === 1 ? "Example:" : "Examples:",
    ...command.examples.flatMap((
      example,
    ) => [`  ${prefix} ${example.command}`, ...wrap(example.says, "      ")]),
    "",
  ].join("\n");
}

/** The shape of a command line: "rewind FILE.plog --to N [options]". */
export function usageOf(command: Command): string {
  const required = Object.entries(command.options).filter(([, option]) => option.required);
  return [
    command.name,
    ...Object.values(command.operands).map(shapeOf),
    ...required.map(([name, option]) => `--${name} ${labelOf(option)}`.trim()),
    "[options]",
  ].join(" ");
}

function shapeOf({ label, optional, many }: Operand): string {
  const repeated = many ? `${label}...` : label;
  return optional ? `[${repeated}]` : repeated;
}

function heading(name: string, option: Option): string {
  const short = option.short === undefined ? "" : `-${option.short}, `;
  return `${short}--${name} ${labelOf(option)}`.trimEnd();
}

function explain(option: Option): string {
  const notes: string[] = [];
  if (option.required) notes.push("required");
  if (option.kind === "list") notes.push("may be given again");
  if ("default" in option && option.default !== undefined) notes.push(`otherwise ${option.default}`);
  return notes.length === 0 ? option.help : `${option.help} (${notes.join("; ")})`;
}

type Row = readonly [left: string, right: string];

/** Two columns; a left entry too long for its column has its line to itself. */
function columns(rows: readonly Row[]): string[] {
  const leftLimit = 30;
  const fitting = rows.map(([left]) => left.length).filter((length) => length <= leftLimit);
  const indent = " ".repeat(2 + Math.max(0, ...fitting) + 2);
  return rows.flatMap(([left, right]) => {
    const lines = wrap(right, indent);
    const start = `  ${left}`;
    if (left.length > leftLimit) return [start, ...lines];
    return [start.padEnd(indent.length) + (lines[0] ?? "").trimStart(), ...lines.slice(1)];
  });
}

/** The words of a text in lines that each begin with `indent`. */
function wrap(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent.length + line.length + 1 + word.length > widthLimit) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, indent + line];
}
