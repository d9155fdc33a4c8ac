/**
 * A command, declared: what it is called, what it takes, an example, and what it does. Help, parsing, complaints and
 * the reference follow from the declaration; `run` gets values that are already checked.
 *
 *     deno task palimpsest rewind  out/cat.plog  --to 40%  --show frames
 *                          name    operand       option    option
 *
 * A command is one file, `tools/commands/NAME.ts`, and one line in the table of `tools/cli.ts`:
 *
 *     export const rewind: Command = defineCommand({
 *       name: "rewind",
 *       summary: "shows the state after any event of a log",
 *       operands: { log: { label: "FILE.plog", help: "the log to read" } },
 *       options: {
 *         to: { kind: "position", label: "N", help: "the event to stand after", required: true },
 *         pid: { kind: "whole", label: "P", help: "only this process" },
 *         show: { kind: "choice", choices: ["maps", "frames"], default: "maps", help: "what to show" },
 *       },
 *       examples: [{ command: "rewind out/cat.plog --to 40%", says: "the mappings when 40 % had happened" }],
 *       async run({ operands, options, json, print, printJson, progress }) {
 *         const log = await readLog(operands.log);                       // operands.log: string
 *         const event = resolvePosition(options.to, log.lastEvent);      // options.to: Position
 *         …                                                              // options.pid: number | undefined
 *         return exitStatus.done;
 *       },
 *     });
 *
 * CO1. Every command also takes `--json`, `--help` and `--debug`, and has at least one example that parses.
 * CO2. With `--json`, standard output is JSON alone: one object, or one object a line.
 * CO3. `run` returns an exit status, or throws a UserError (2) or a CheckFailed (1); anything else thrown is a bug (70).
 * CO4. Standard output is for what was asked; standard error for complaints and progress.
 */
import type { Position } from "./position.ts";
import type { Progress } from "./progress.ts";

/** What every option has. */
interface OptionBase {
  /** What it does, as the end of a help line: "only this process". */
  readonly help: string;
  /** A one-letter name beside the long one. */
  readonly short?: string;
  /** Whether the command cannot do without it. */
  readonly required?: boolean;
}

/** An option, by the kind of its value. `label` stands for the value in help texts. */
export type Option =
  /** On or off: a boolean. */
  | (OptionBase & { readonly kind: "flag" })
  /** Any text: a string. */
  | (OptionBase & { readonly kind: "text"; readonly label: string; readonly default?: string })
  /** Text, given as often as wanted: an array of strings, empty when not given. */
  | (OptionBase & { readonly kind: "list"; readonly label: string })
  /** A whole number from `minimum` (0 unless told) to `maximum`. */
  | (OptionBase & {
    readonly kind: "whole";
    readonly label: string;
    readonly minimum?: number;
    readonly maximum?: number;
    readonly default?: number;
  })
  /** One of a few words. */
  | (OptionBase & { readonly kind: "choice"; readonly choices: readonly string[]; readonly default?: string })
  /** A place on a timeline, see position.ts; the default is written as a person would. */
  | (OptionBase & { readonly kind: "position"; readonly label: string; readonly default?: string });

/** An operand: an argument that is told by its place. */
export interface Operand {
  /** What stands for it in help texts: "FILE.plog". */
  readonly label: string;
  /** What it is, as the end of a help line: "the log to read". */
  readonly help: string;
  /** Whether it may be left out; only operands after it may then be too. */
  readonly optional?: boolean;
  /** Whether all further arguments belong to it; only the last operand may. */
  readonly many?: boolean;
}

/** Options by their long names, without dashes, in the order of the help text. */
export type OptionTable = Readonly<Record<string, Option>>;

/** Operands by the names their values are given under, in the order of the command line. */
export type OperandTable = Readonly<Record<string, Operand>>;

type GivenValue<O extends Option> = O extends { kind: "whole" } ? number
  : O extends { kind: "position" } ? Position
  : O extends { kind: "choice"; choices: readonly (infer Choice)[] } ? Choice
  : string;

/** What `run` gets for an option. */
export type OptionValue<O extends Option> = O extends { kind: "flag" } ? boolean
  : O extends { kind: "list" } ? readonly string[]
  : O extends { required: true } | { default: string | number } ? GivenValue<O>
  : GivenValue<O> | undefined;

/** What `run` gets for an operand. */
export type OperandValue<O extends Operand> = O extends { many: true } ? readonly string[]
  : O extends { optional: true } ? string | undefined
  : string;

/** What a command is given to run with. */
export interface Context<Operands extends OperandTable, Options extends OptionTable> {
  /** The operands' values, by name. */
  readonly operands: { readonly [Name in keyof Operands]: OperandValue<Operands[Name]> };
  /** The options' values, by long name; what was not given is its default, or undefined. */
  readonly options: { readonly [Name in keyof Options]: OptionValue<Options[Name]> };
  /** Whether `--json` was given. */
  readonly json: boolean;
  /** Writes a line to standard output. */
  readonly print: (line?: string) => void;
  /** Writes a value to standard output as one line of JSON. */
  readonly printJson: (value: unknown) => void;
  /** Writes a line to standard error. */
  readonly warn: (line: string) => void;
  /** Says how far the command has come, to a person who watches. */
  readonly progress: Progress;
}

/** An example in a help text. */
export interface Example {
  /** The command line from the command's name on: "rewind out/cat.plog --to 40%". */
  readonly command: string;
  /** What it shows. */
  readonly says: string;
}

/** What a command declares. */
export interface CommandDeclaration<Operands extends OperandTable, Options extends OptionTable> {
  /** One word, as typed. */
  readonly name: string;
  /** What it does, in a few words that follow its name: "shows the state after any event of a log". */
  readonly summary: string;
  /** More about it, in paragraphs, when the summary is not enough. */
  readonly description?: readonly string[];
  /** What it is told by place; none when left out. */
  readonly operands?: Operands;
  /** What it is told by name, beside `--json`, `--help` and `--debug`; none when left out. */
  readonly options?: Options;
  /** At least one. */
  readonly examples: readonly Example[];
  /** Does it; gives the exit status. */
  run(context: Context<Operands, Options>): number | Promise<number>;
}

/** A command as the table keeps it, whatever its operands and options. */
export interface Command {
  /** One word, as typed. */
  readonly name: string;
  /** What it does, in a few words that follow its name. */
  readonly summary: string;
  /** More about it, in paragraphs; often none. */
  readonly description: readonly string[];
  /** What it is told by place. */
  readonly operands: OperandTable;
  /** What it is told by name, beside the options of every command. */
  readonly options: OptionTable;
  /** At least one. */
  readonly examples: readonly Example[];
  /** Does it; the values in the context must be those that parseInvocation gives for this command. */
  run(context: Context<OperandTable, OptionTable>): number | Promise<number>;
}

/** The options of every command. */
export const commonOptions = {
  json: { kind: "flag", help: "print JSON instead of text" },
  help: { kind: "flag", short: "h", help: "print this text" },
  debug: { kind: "flag", help: "print the stack of an unexpected error" },
} as const satisfies OptionTable;

/** Makes a command of its declaration, so that `run` gets values of the types its operands and options have. */
export function defineCommand<
  const Operands extends OperandTable = Record<never, never>,
  const Options extends OptionTable = Record<never, never>,
>(
  declaration: CommandDeclaration<Operands, Options>,
): Command {
  const { name, summary, description = [], examples } = declaration;
  return {
    name,
    summary,
    description,
    operands: declaration.operands ?? {},
    options: declaration.options ?? {},
    examples,
    run: (context) => declaration.run(context as Context<Operands, Options>),
  };
}
