/**
 * Where the functions of a source begin and end, found from its brackets alone.
 *
 *     name ( parameters ) [: type] { body }        declaration, method, constructor, accessor
 *          ( parameters ) [: type] => { body }     arrow
 *
 * FU1. A `{` after a parameter list begins a body, except after `if`, `for`, `while`, `switch`, `catch`, `with`, `await`.
 * FU2. In a result type, a `{` that follows `:`, `|`, `&`, `=>`, `?`, `<`, `,`, `(`, `[` or a word such as `is` begins
 *      a type, not a body; `=> {` outside brackets is taken as an arrow's body.
 * FU3. Arrows whose body is an expression are no functions here: nothing long fits in them but other functions.
 */
import { lineOf, type Source } from "./source.ts";

/** A function in a source. */
export interface FunctionPlace {
  /** What stands before the parameters, when it is a name. */
  name: string | undefined;
  /** The line of its parameter list's opening bracket, from 1. */
  line: number;
  /** From that line to the line of the closing brace, both counted. */
  lineCount: number;
}

const statementWords = new Set(["if", "for", "while", "switch", "catch", "with", "await"]);

/** Every function with a body in braces, in the order of their parameter lists. */
export function functionsOf(source: Source): FunctionPlace[] {
  const { code } = source;
  const closing = matchBrackets(code);
  const found: FunctionPlace[] = [];
  for (let open = code.indexOf("("); open >= 0; open = code.indexOf("(", open + 1)) {
    const close = closing.get(open);
    if (close === undefined) continue;
    const name = /([\w$#]+)\s*(?:<[^()]*>)?\s*$/.exec(code.slice(Math.max(0, open - 200), open))?.[1];
    if (name !== undefined && statementWords.has(name)) continue;
    const body = bodyAfter(code, close, closing);
    const end = body === undefined ? undefined : closing.get(body);
    if (end === undefined) continue;
    const line = lineOf(code, open);
    found.push({ name, line, lineCount: lineOf(code, end) - line + 1 });
  }
  return found;
}

/** The place of each closing bracket, by that of its opening one. Angle brackets are not counted. */
function matchBrackets(code: string): Map<number, number> {
  const closing = new Map<number, number>();
  const open: number[] = [];
  for (let index = 0; index < code.length; index++) {
    const char = code[index];
    if (char === "(" || char === "[" || char === "{") open.push(index);
    if (char === ")" || char === "]" || char === "}") {
      const start = open.pop();
      if (start !== undefined) closing.set(start, index);
    }
  }
  return closing;
}

/** The brace that begins the body after a parameter list that closes at `close`, if there is one. */
function bodyAfter(code: string, close: number, closing: Map<number, number>): number | undefined {
  const first = skipSpace(code, close + 1);
  if (code[first] === "{") return first;
  if (code.startsWith("=>", first)) return braceAt(code, skipSpace(code, first + 2));
  if (code[first] !== ":") return undefined;
  return bodyAfterType(code, first, closing);
}

function bodyAfterType(code: string, colon: number, closing: Map<number, number>): number | undefined {
  let index = colon + 1;
  while (index < code.length) {
    const char = code[index];
    if (code.startsWith("=>", index)) return braceAt(code, skipSpace(code, index + 2));
    if (char === "{" && !typeMayFollow(code, index)) return index;
    if (char === "{" || char === "(" || char === "[") index = closing.get(index) ?? code.length;
    else if (/[;=)\]}]/.test(char)) return undefined;
    index++;
  }
  return undefined;
}

/** Whether a brace at `index` stands where a type is still expected. */
function typeMayFollow(code: string, index: number): boolean {
  return /(?:[:|&?<,([]|=>|\b(?:is|extends|keyof|infer|asserts|readonly|typeof))\s*$/.test(
    code.slice(Math.max(0, index - 100), index),
  );
}

function braceAt(code: string, index: number): number | undefined {
  return code[index] === "{" ? index : undefined;
}

function skipSpace(code: string, index: number): number {
  while (/\s/.test(code[index] ?? "")) index++;
  return index;
}
