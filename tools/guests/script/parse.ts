/**
 * Reads a script (`.mm`): one operation a line.
 *
 *     # a comment                         a line whose first word starts with # ; blank lines are passed over
 *     set autodump full                   settings: print nothing themselves
 *     r1 = mmap len=0x3000 prot=rw        NAME = OPERATION ARGUMENTS
 *     p1: touch w r1+0x1000 n=2           PROCESS: OPERATION ARGUMENTS
 *
 * PA1. Every line is read before anything runs: a script that is wrong anywhere runs nowhere.
 * PA2. A wrong line is a {@link ScriptError} with line and column. A name that has no value (yet) is not wrong: whoever runs
 *      the script skips that operation.
 * PA3. Line numbers count every line, so that records, errors and an editor agree.
 */
import { Arguments, type Token, tokensOf } from "./arguments.ts";
import { callSyntax, parseProcessName, parseSet } from "./call_syntax.ts";
import { fixedSymbols, isName, nameLengthMax } from "./expression.ts";
import { ScriptError, type ScriptPlace } from "./script_error.ts";
import type { ScriptOp } from "./script_op.ts";

/** The longest line, in characters (the native oracle's buffer). */
export const lineLengthMax = 1000;

/**
 * Reads a whole script.
 * @param source its text, or its bytes as they stand in the file (UTF-8)
 * @param file the name to use in errors
 * @throws ScriptError at the first line that is wrong
 */
export function parseScript(source: string | Uint8Array, file: string): ScriptOp[] {
  const text = typeof source === "string" ? source : decodeScript(source, file);
  const ops: ScriptOp[] = [];
  let lineNumber = 0;
  for (const line of text.split("\n")) {
    lineNumber++;
    const op = parseLine(line, { file, line: lineNumber, column: 1 });
    if (op !== undefined) ops.push(op);
  }
  return ops;
}

/** Reads one line; undefined for a blank line or a comment. `place` says where the line starts. */
export function parseLine(line: string, place: ScriptPlace): ScriptOp | undefined {
  checkCharacters(line, place);
  const words = tokensOf(line);
  if (words.length === 0) return undefined;
  const text = line.trimEnd();
  const end = { ...place, column: text.length + 1 };
  const prefix = takePrefix(words, place);
  const [operation, ...rest] = words;
  if (operation === undefined) throw new ScriptError(end, "The line ends where an operation is expected.");
  const given = new Arguments(rest, end);
  const bare = prefix.process === undefined && prefix.name === undefined;
  const syntax = operation.text === "set" && bare ? parseSet : syntaxOf(operation.text);
  if (syntax === undefined) throw given.error(operation, `Unknown operation "${operation.text}".`);
  const call = syntax(given);
  given.finish();
  return {
    lineNumber: place.line,
    column: operation.column,
    text,
    process: prefix.process ?? "p0",
    ...(prefix.name === undefined ? {} : { name: prefix.name }),
    call,
  };
}

function syntaxOf(operation: string): typeof callSyntax[string] | undefined {
  return Object.hasOwn(callSyntax, operation) ? callSyntax[operation] : undefined;
}

/** Takes `pK:` and `NAME =` off the front of the words. */
function takePrefix(words: Token[], place: ScriptPlace): { process?: string; name?: string } {
  const prefix: { process?: string; name?: string } = {};
  const first = words[0];
  if (/^p.*:$/.test(first.text)) {
    words.shift();
    prefix.process = new Arguments([first], place).parsed(
      "a process",
      (text) => parseProcessName(text.slice(0, -1)),
    );
  }
  if (words[1]?.text === "=") {
    const name = words[0];
    prefix.name = checkedName(name, { ...place, column: name.column });
    words.splice(0, 2);
  }
  return prefix;
}

function checkedName(token: Token, place: ScriptPlace): string {
  if (fixedSymbols.includes(token.text)) {
    throw new ScriptError(place, `${token.text} is a fixed symbol and cannot be assigned.`);
  }
  if (isName(token.text)) return token.text;
  throw new ScriptError(
    place,
    `"${token.text}" is not a name (letters, digits and _, at most ${nameLengthMax}).`,
  );
}

/** Decodes UTF-8; what is not text is an error with its place. */
function decodeScript(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ScriptError(placeOfBadByte(bytes, file), "This is not text (UTF-8); is it a script at all?");
  }
}

function placeOfBadByte(bytes: Uint8Array, file: string): ScriptPlace {
  let lineStart = 0;
  for (let line = 1;; line++) {
    const newline = bytes.indexOf(10, lineStart);
    const lineEnd = newline < 0 ? bytes.length : newline;
    const column = columnOfBadByte(bytes.subarray(lineStart, lineEnd));
    if (column !== undefined || newline < 0) return { file, line, column: column ?? 1 };
    lineStart = newline + 1;
  }
}

function columnOfBadByte(line: Uint8Array): number | undefined {
  const decoded = new TextDecoder("utf-8", { ignoreBOM: true }).decode(line);
  const column = decoded.indexOf("\ufffd") + 1;
  return column === 0 ? undefined : column;
}

function checkCharacters(line: string, place: ScriptPlace): void {
  // deno-lint-ignore no-control-regex
  const control = /[\x00-\x08\x0e-\x1f\x7f]/.exec(line);
  if (control !== null) {
    const code = control[0].charCodeAt(0).toString(16).padStart(2, "0");
    throw new ScriptError(
      { ...place, column: control.index + 1 },
      `A control character (0x${code}) is not script text.`,
    );
  }
  if (line.length > lineLengthMax) {
    throw new ScriptError(
      { ...place, column: lineLengthMax + 1 },
      `The line is longer than ${lineLengthMax} characters.`,
    );
  }
}
