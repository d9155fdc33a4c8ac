/**
 * Runs a program's commands: finds the one that is meant, gives it its values, and turns however it ends into an exit
 * status and at most one sentence on standard error.
 *
 *     arguments ──▶ command ──▶ values ──▶ run ──▶ status        help and complaints leave on the way
 *
 * PG1. Nobody sees a stack unless they asked for it (`--debug`, or PALIMPSEST_DEBUG in the environment).
 * PG2. Whatever happens, gathered output is written before the status is given, and the progress line is gone.
 */
import type { Command, Context, OperandTable, OptionTable } from "./command.ts";
import { CheckFailed, exitStatus, messageOf, UserError } from "./failure.ts";
import { helpOfCommand, helpOfProgram, type Program } from "./help.ts";
import { asksForHelp, parseInvocation } from "./invocation.ts";
import { nearestName } from "./nearest.ts";
import { Progress } from "./progress.ts";
import { OutputClosed, type Terminal } from "./terminal.ts";

/** Runs the command that the arguments name, with the arguments after it. Gives the exit status; never rejects. */
export function runProgram(program: Program, args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  return settle(program.name, args, terminal, () => {
    if (name === undefined) {
      terminal.writeError(helpOfProgram(program));
      return exitStatus.badInput;
    }
    if (name === "--help" || name === "-h") {
      terminal.writeOutput(helpOfProgram(program));
      return exitStatus.done;
    }
    const command = program.commands.find((command) => command.name === name);
    if (command === undefined) throw noSuchCommand(program, name);
    return runCommand(command, rest, terminal);
  });
}

/** Runs one command with its arguments. Gives the exit status; never rejects. */
export function runCommand(command: Command, args: readonly string[], terminal: Terminal): Promise<number> {
  return settle(command.name, args, terminal, async () => {
    if (asksForHelp(args)) {
      terminal.writeOutput(helpOfCommand(command, "deno task"));
      return exitStatus.done;
    }
    const { operands, options } = parseInvocation(command, args);
    const progress = new Progress(terminal);
    try {
      return await command.run(
        { operands, options, ...outlets(options.json === true, terminal, progress) } as Context<
          OperandTable,
          OptionTable
        >,
      );
    } finally {
      progress.clear();
    }
  });
}

/** Says that something unexpected was thrown, and gives the exit status of a bug. */
export function reportBug(error: unknown, terminal: Terminal, isDebugging: boolean): number {
  const hint = isDebugging ? "" : " (--debug shows where)";
  terminal.writeError(
    `This is a bug in Palimpsest: ${firstLine(messageOf(error))}${hint}. Please report it with the command ` +
      `line and its input.\n`,
  );
  if (isDebugging && error instanceof Error) terminal.writeError(`${error.stack}\n`);
  return exitStatus.bug;
}

function noSuchCommand(program: Program, name: string): UserError {
  const near = nearestName(name, program.commands.map((command) => command.name));
  return new UserError(
    near === undefined
      ? `There is no command '${name}'; 'deno task ${program.name} --help' lists them.`
      : `There is no command '${name}'; did you mean '${near}'?`,
  );
}

function outlets(json: boolean, terminal: Terminal, progress: Progress) {
  return {
    json,
    progress,
    print: (line = "") => {
      progress.clear();
      terminal.writeOutput(`${line}\n`);
    },
    printJson: (value: unknown) => {
      progress.clear();
      terminal.writeOutput(`${JSON.stringify(value)}\n`);
    },
    warn: (line: string) => {
      progress.clear();
      terminal.writeError(`${line}\n`);
    },
  };
}

/** Runs `action`, and turns what it throws into a sentence and a status. */
async function settle(
  name: string,
  args: readonly string[],
  terminal: Terminal,
  action: () => number | Promise<number>,
): Promise<number> {
  try {
    const status = await action();
    terminal.flush();
    return status;
  } catch (error) {
    if (error instanceof OutputClosed) return exitStatus.done;
    return explain(error, name, terminal, terminal.isDebugging || args.includes("--debug"));
  }
}

function explain(error: unknown, name: string, terminal: Terminal, isDebugging: boolean): number {
  try {
    if (error instanceof UserError || error instanceof CheckFailed) {
      terminal.writeError(`${name}: ${error.message}\n`);
      if (isDebugging) terminal.writeError(`${error.stack}\n`);
      return error instanceof UserError ? exitStatus.badInput : exitStatus.checkFailed;
    }
    if (error instanceof Deno.errors.NotCapable) {
      terminal.writeError(`${name}: ${notPermitted(name, firstLine(error.message))}\n`);
      return exitStatus.badInput;
    }
    return reportBug(error, terminal, isDebugging);
  } catch (another) {
    if (another instanceof OutputClosed) return exitStatus.done;
    throw another;
  }
}

/** Of the tasks, palimpsest may touch any file; a command's own task may do what only that command needs. */
function notPermitted(name: string, reason: string): string {
  const isAboutFile = /^Requires (read|write) access/.test(reason);
  return `Deno did not permit it: ${reason.replace(/, run again .*/, "")}; ` +
    (isAboutFile
      ? `run it as 'deno task palimpsest ${name}', or name another file.`
      : `run it as 'deno task ${name}'.`);
}

function firstLine(text: string): string {
  return text.split("\n")[0].replace(/[.\s]+$/, "");
}
