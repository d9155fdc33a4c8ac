/**
 * From the arguments a person typed to the values a command declared; or to one sentence about what is wrong.
 *
 * IN1. Complaints come in this order: a value that is missing, an option that does not exist, an option's value that
 *      is not of its kind, an option that is missing, an operand that is missing, empty or one too many.
 * IN2. An option given twice counts as given last; `list` options keep all. After `--` everything is an operand.
 */
import { parseArgs } from "@std/cli";
import { type Command, commonOptions, type Operand, type Option, type OptionTable } from "./command.ts";
import { UserError } from "./failure.ts";
import { nearestName } from "./nearest.ts";
import { parsePosition, positionForms } from "./position.ts";

/** The values of one call of a command, by name; what is undefined was not given and has no default. */
export interface Invocation {
  /** Strings, and arrays of strings for operands that take many. */
  operands: Record<string, string | string[] | undefined>;
  /** Values of the kinds that the options declare, those of every command among them. */
  options: Record<string, unknown>;
}

/** Whether the arguments ask for the help text, whatever else is wrong with them. */
export function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end < 0 ? args.length : end).some((arg) => arg === "--help" || arg === "-h");
}

/** Parses the arguments of a command. Throws a UserError with one sentence when they are not what it declares. */
export function parseInvocation(command: Command, args: readonly string[]): Invocation {
  const table: OptionTable = { ...command.options, ...commonOptions };
  const { given, plain, unknown } = separate(table, args);

  for (const [name, option] of Object.entries(table)) {
    // "--at=" is an unknown "--at" to some versions of parseArgs, and an empty text to others.
    const isEmpty = [given[name]].flat().includes("") || unknown === `--${name}`;
    if (option.kind !== "flag" && isEmpty) {
      throw new UserError(`--${name} needs a value: ${labelOf(option)}.`);
    }
  }
  if (unknown !== undefined) {
    const near = nearestName(unknown.replace(/^-+/, ""), Object.keys(table));
    throw new UserError(
      `There is no option ${unknown}${near === undefined ? "." : `; did you mean --${near}?`}`,
    );
  }
  const options: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(table)) {
    options[name] = readOption(name, option, given[name]);
  }
  for (const [name, option] of Object.entries(table)) {
    if (option.required && options[name] === undefined) {
      throw new UserError(`--${name} ${labelOf(option)} is missing: ${option.help}.`);
    }
  }
  return { operands: readOperands(command, plain), options };
}

/** What stands for an option's value in help texts and complaints; empty for a flag. */
export function labelOf(option: Option): string {
  switch (option.kind) {
    case "flag":
      return "";
    case "choice":
      return option.choices.join("|");
    default:
      return option.label;
  }
}

interface Separated {
  given: Record<string, unknown>;
  plain: string[];
  /** The first option that nobody declared, with its dashes. */
  unknown: string | undefined;
}

function separate(table: OptionTable, args: readonly string[]): Separated {
  const entries = Object.entries(table);
  const namesOf = (...kinds: Option["kind"][]) =>
    entries.filter(([, option]) => kinds.includes(option.kind)).map(([name]) => name);
  let unknown: string | undefined;
  const given: Record<string, unknown> = parseArgs([...args], {
    boolean: namesOf("flag"),
    string: ["_", ...namesOf("text", "list", "whole", "choice", "position")],
    collect: namesOf("list"),
    alias: Object.fromEntries(
      entries.flatMap(([name, option]) => option.short === undefined ? [] : [[name, option.short]]),
    ),
    unknown: (arg, key) => {
      if (key === undefined) return true;
      unknown ??= arg.startsWith("--") ? arg.replace(/=.*$/s, "") : `-${key}`;
      return false;
    },
  });
  return { given, plain: (given._ as unknown[]).map(String), unknown };
}

function readOption(name: string, option: Option, given: unknown): unknown {
  if (option.kind === "flag" || option.kind === "list") return given;
  const fallback = option.default;
  if (given === undefined && fallback === undefined) return undefined;
  const text = String(given ?? fallback);
  const refuse = (wanted: string) => new UserError(`--${name} takes ${wanted}, not '${text}'.`);
  switch (option.kind) {
    case "text":
      return text;
    case "whole": {
      const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = option;
      const value = Number(text);
      if (/^\d+$/.test(text) && value >= minimum && value <= maximum) return value;
      throw refuse(
        option.maximum === undefined
          ? `a whole number from ${minimum}`
          : `a whole number from ${minimum} to ${maximum}`,
      );
    }
    case "choice":
      if (option.choices.includes(text)) return text;
      throw refuse(`one of ${option.choices.join(", ")}`);
    case "position": {
      const position = parsePosition(text);
      if (position !== undefined) return position;
      throw refuse(positionForms);
    }
    default:
      return option satisfies never;
  }
}

function readOperands(command: Command, plain: readonly string[]): Invocation["operands"] {
  const operands: Invocation["operands"] = {};
  let taken = 0;
  for (const [name, operand] of Object.entries(command.operands)) {
    if (operand.many) {
      operands[name] = plain.slice(taken);
      if (taken === plain.length && !operand.optional) throw missingOperand(operand);
      taken = plain.length;
    } else {
      operands[name] = plain[taken];
      if (taken === plain.length && !operand.optional) throw missingOperand(operand);
      taken = Math.min(taken + 1, plain.length);
    }
  }
  for (const [name, operand] of Object.entries(command.operands)) {
    if (!operand.optional && [operands[name]].flat().includes("")) {
      throw new UserError(`${operand.label} is empty: ${operand.help}.`);
    }
  }
  if (taken < plain.length) {
    throw new UserError(`'${plain[taken]}' is one argument too many.`);
  }
  return operands;
}

function missingOperand(operand: Operand): UserError {
  return new UserError(`${operand.label} is missing: ${operand.help}.`);
}
