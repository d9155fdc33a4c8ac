/**
 * Expressions of the script language: terms joined by `+` and `-` without blanks, all arithmetic modulo 2^64.
 *
 *     A+0x3000        BRK-1        r3+2p-8        -0x1000        1g
 *
 * A term is a number (hexadecimal with 0x, or decimal; suffix k m g t for binary multiples, p for pages of 4096), one of the
 * fixed symbols `A` `B` `T` `BRK`, or the name of an earlier result.
 *
 * EX1. Values are BigInt in 0 … 2^64-1: scripts are small and addresses near 2^64 are part of what they test.
 * EX2. A name without a value is not an error of the script: evaluation tells its name, and the operation is skipped. Where
 *      several are missing it is the last one read, as the native oracle reports it.
 */

/** One signed term of an expression. */
export type Term =
  | { readonly negative: boolean; readonly number: bigint }
  | { readonly negative: boolean; readonly symbol: string };

/** A sum of terms; never empty. */
export type Expression = readonly Term[];

/** What an expression may refer to. */
export interface ExpressionEnvironment {
  /** The value of a fixed symbol or a remembered result; undefined where there is none. */
  valueOf(symbol: string): bigint | undefined;
}

/** The value of an expression, or the name that has none. */
export type Evaluated = { readonly value: bigint } | { readonly undefinedName: string };

/** Thrown by {@link parseExpression}: the sentence, and how many characters into the text it is wrong. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";

  /** @param sentence what is wrong @param offset characters from the start of the expression */
  constructor(readonly sentence: string, readonly offset: number) {
    super(sentence);
  }
}

/** Symbols whose value the world gives and no operation may assign. */
export const fixedSymbols: readonly string[] = ["A", "B", "T", "BRK"];

/** The longest name a result may have, in characters (the native oracle's table). */
export const nameLengthMax = 31;

const suffixShifts: Readonly<Record<string, bigint>> = { k: 10n, m: 20n, g: 30n, t: 40n, p: 12n };
const numberPattern = /^(0x[0-9a-fA-F]+|0|[1-9][0-9]*)([kmgtp]?)$/;
const namePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Whether `text` can name a result. */
export function isName(text: string): boolean {
  return namePattern.test(text) && text.length <= nameLengthMax;
}

/**
 * Reads a number: `0x` hexadecimal or decimal, with an optional suffix.
 * @throws ExpressionError for anything else, and for what does not fit in 64 bits before its suffix
 */
export function parseNumber(text: string, offset = 0): bigint {
  const match = numberPattern.exec(text);
  if (match === null) {
    throw new ExpressionError(`"${text}" is not a number (decimal or 0x…, suffix k, m, g, t or p).`, offset);
  }
  const digits = BigInt(match[1]);
  if (digits >> 64n !== 0n) throw new ExpressionError(`The number ${text} does not fit in 64 bits.`, offset);
  return BigInt.asUintN(64, digits << (suffixShifts[match[2]] ?? 0n));
}

/**
 * Reads an expression.
 * @throws ExpressionError with the place inside `text` where it is malformed
 */
export function parseExpression(text: string): Expression {
  const terms: Term[] = [];
  let position = 0;
  while (position < text.length || terms.length === 0) {
    const sign = text[position];
    const signed = sign === "+" || sign === "-";
    if (signed) position++;
    const end = endOfTerm(text, position);
    if (end === position) throw new ExpressionError(`The expression "${text}" lacks a term here.`, position);
    terms.push(parseTerm(text.slice(position, end), sign === "-", position));
    position = end;
  }
  return terms;
}

function endOfTerm(text: string, start: number): number {
  let end = start;
  while (end < text.length && text[end] !== "+" && text[end] !== "-") end++;
  return end;
}

function parseTerm(text: string, negative: boolean, offset: number): Term {
  if (/^[0-9]/.test(text)) return { negative, number: parseNumber(text, offset) };
  if (isName(text)) return { negative, symbol: text };
  throw new ExpressionError(`"${text}" is neither a number nor a name.`, offset);
}

/** The value of an expression modulo 2^64, or the last name in it that has no value. */
export function evaluateExpression(expression: Expression, environment: ExpressionEnvironment): Evaluated {
  let sum = 0n;
  let undefinedName: string | undefined;
  for (const term of expression) {
    const value = "number" in term ? term.number : environment.valueOf(term.symbol);
    if (value === undefined) undefinedName = (term as { symbol: string }).symbol;
    else sum = term.negative ? sum - value : sum + value;
  }
  return undefinedName === undefined ? { value: BigInt.asUintN(64, sum) } : { undefinedName };
}

/** The expression of a plain number. */
export function numberExpression(number: bigint): Expression {
  return [{ negative: false, number }];
}
