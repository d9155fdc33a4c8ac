/** `help [COMMAND]`: the help texts, and with `--json` the whole table of commands, for tools that complete or document. */
import { type Command, commonOptions, defineCommand } from "../command_line/command.ts";
import { exitStatus, UserError } from "../command_line/failure.ts";
import { helpOfCommand, helpOfProgram, type Program } from "../command_line/help.ts";
import { nearestName } from "../command_line/nearest.ts";

/** The help command of a program. The program is asked for when it is needed, for its table has this command too. */
export function helpCommand(program: () => Program): Command {
  return defineCommand({
    name: "help",
    summary: "says what the commands do, or what one of them takes",
    operands: { command: { label: "COMMAND", help: "the command to explain", optional: true } },
    examples: [{ command: "help help", says: "what you would read with 'help --help'" }],
    run({ operands, json, print, printJson }) {
      const chosen = operands.command === undefined ? undefined : find(program(), operands.command);
      if (json) printJson(chosen === undefined ? program().commands.map(describe) : describe(chosen));
      else print((chosen ? helpOfCommand(chosen, "deno task") : helpOfProgram(program())).trimEnd());
      return exitStatus.done;
    },
  });
}

function find(program: Program, name: string): Command {
  const names = program.commands.map((command) => command.name);
  const index = names.indexOf(name);
  if (index >= 0) return program.commands[index];
  const near = nearestName(name, names);
  throw new UserError(
    near === undefined
      ? `There is no command '${name}'; the commands are ${names.join(", ")}.`
      : `There is no command '${name}'; did you mean '${near}'?`,
  );
}

/** A command's declaration as plain data. */
function describe({ name, summary, description, operands, options, examples }: Command) {
  return { name, summary, description, operands, options: { ...options, ...commonOptions }, examples };
}
