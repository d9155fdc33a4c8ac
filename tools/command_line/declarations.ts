/**
 * Checks declarations of commands, so that a slip in one is found by a test and not by a person:
 *
 * DE1. Names are words of small letters; no two commands and no two options of a command share one, nor do options
 *      share one with the options of every command.
 * DE2. Summaries and helps are ends of a line: no capital at their start, no full stop at their end.
 * DE3. After an operand that may be left out all may; only the last takes many.
 * DE4. Defaults are values that a person could give.
 * DE5. Each command has an example, and every example parses.
 */
import { type Command, commonOptions } from "./command.ts";
import { messageOf } from "./failure.ts";
import { parseInvocation } from "./invocation.ts";

/** What is wrong with the declarations, in sentences; empty when nothing is. */
export function checkDeclarations(commands: readonly Command[]): string[] {
  const names = commands.map((command) => command.name);
  return [
    ...repeated(names).map((name) => `Two commands are called ${name}.`),
    ...commands.flatMap((command) =>
      [...checkNames(command), ...checkTexts(command), ...checkOperands(command), ...checkExamples(command)]
        .map((problem) => `${command.name}: ${problem}`)
    ),
  ];
}

function checkNames(command: Command): string[] {
  const options = Object.entries({ ...command.options });
  const common = Object.entries(commonOptions);
  const taken = [...options, ...common].flatMap(([name, option]) => {
    const short = "short" in option ? option.short : undefined;
    return short === undefined ? [name] : [name, short];
  });
  return [
    ...[command.name, ...taken].filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))
      .map((name) => `'${name}' is not a word of small letters.`),
    ...repeated(taken).map((name) => `Two options are called ${name}.`),
  ];
}

function checkTexts(command: Command): string[] {
  const texts = [
    command.summary,
    ...Object.values(command.operands).map((operand) => operand.help),
    ...Object.values(command.options).map((option) => option.help),
    ...command.examples.map((example) => example.says),
  ];
  return texts.filter((text) => text === "" || /^[A-Z][a-z]/.test(text) || text.endsWith("."))
    .map((text) => `'${text}' should be the end of a line: no capital, no full stop.`);
}

function checkOperands(command: Command): string[] {
  const operands = Object.values(command.operands);
  return operands.slice(1).flatMap((operand, index) => {
    const before = operands[index];
    const problems: string[] = [];
    if (before.optional && !operand.optional) {
      problems.push(`${operand.label} is required after ${before.label}, which is not.`);
    }
    if (before.many) problems.push(`${before.label} takes all arguments; ${operand.label} gets none.`);
    return problems;
  });
}

/** Examples parse; with a value for each default, so do the defaults. */
function checkExamples(command: Command): string[] {
  if (command.examples.length === 0) return ["there is no example."];
  return command.examples.flatMap((example) => {
    const [name, ...args] = example.command.split(" ");
    if (name !== command.name) return [`The example '${example.command}' is of another command.`];
    try {
      parseInvocation(command, args);
      return [];
    } catch (error) {
      return [`The example '${example.command}' does not parse: ${messageOf(error)}`];
    }
  });
}

function repeated(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) < index);
}
