/**
 * printf's formats (printf(3)): flags - 0 + # and blank, width and precision as numbers or *, and
 *
 *     %d %i   signed integers        %u %x %X %o   unsigned ones: negative values as 32 bits, with l, z, j or ll as 64, with h as 16, with hh as 8
 *     %c      a character (its code, or a text's first)
 *     %s      a string: its address, or a text      %p   an address      %f %e %g   doubles      %%
 *
 *   FO1  A conversion that is not here, or an argument that is missing, throws: a mistake of the program's author.
 */

import { RunStopped } from "../runtime/stops.ts";

/** What printf may be given: a number (also an address), or a text of the program's own. */
export type FormatArgument = number | string;

/** Reads the string at an address. */
export type StringReader = (address: number) => string;

const CONVERSION = /%([-+ #0]*)(\*|\d+)?(?:\.(\*|\d*))?(hh|h|ll|l|z|j|t)?([a-zA-Z%])/g;

/** One conversion, its `*` replaced. */
interface Conversion {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  /** Of the argument. */
  readonly bits: 8 | 16 | 32 | 64;
  readonly letter: string;
}

/** The text that a format makes of its arguments. */
export function formatText(
  format: string,
  given: readonly FormatArgument[],
  readString: StringReader,
): string {
  let next = 0;
  const take = (): FormatArgument => {
    if (next < given.length) return given[next++];
    throw new RunStopped("failure", `printf(${JSON.stringify(format)}) has only ${given.length} arguments.`);
  };
  return format.replace(CONVERSION, (whole, flags, width, precision, size, letter) => {
    if (letter === "%") return "%";
    const widthValue = width === "*" ? Number(take()) : Number(width ?? 0);
    const conversion: Conversion = {
      flags: widthValue < 0 ? flags + "-" : flags,
      width: Math.abs(widthValue),
      precision: precision === undefined ? undefined : precision === "*" ? Number(take()) : Number(precision),
      bits: size === undefined ? 32 : size === "h" ? 16 : size === "hh" ? 8 : 64,
      letter,
    };
    const text = convert(conversion, take, readString);
    if (text !== undefined) return text;
    throw new RunStopped("failure", `printf(${JSON.stringify(format)}): there is no ${whole}.`);
  });
}

function convert(
  conversion: Conversion,
  take: () => FormatArgument,
  readString: StringReader,
): string | undefined {
  switch (conversion.letter) {
    case "d":
    case "i":
      return integer(conversion, signed(take(), conversion));
    case "u":
    case "o":
    case "x":
    case "X":
      return integer(conversion, unsigned(take(), conversion));
    case "c":
      return pad(conversion, character(take()));
    case "s":
      return pad(conversion, string(take(), conversion, readString));
    case "p":
      return pad(conversion, pointer(take()));
    case "f":
    case "e":
    case "g":
      return floating(conversion, Number(take()));
    default:
      return undefined;
  }
}

function signed(value: FormatArgument, { bits }: Conversion): number {
  if (bits === 64) return Math.trunc(Number(value));
  const unusedBits = 32 - bits;
  return (Number(value) << unusedBits) >> unusedBits;
}

/** A negative 64-bit value stays as it is: what it stands for is beyond 2^53 (unsignedDigits). */
function unsigned(value: FormatArgument, { bits }: Conversion): number {
  const number = Math.trunc(Number(value));
  return bits === 64 ? number : (number << (32 - bits)) >>> (32 - bits);
}

/** The digits of a value; those of a negative one as 64 bits, divided in two halves. */
function unsignedDigits(value: number, base: number): string {
  if (value >= 0) return value.toString(base);
  let [high, low] = [Math.floor(value / 2 ** 32) >>> 0, value >>> 0];
  let digits = "";
  while (high > 0 || low > 0) {
    const carried = (high % base) * 2 ** 32 + low;
    digits = (carried % base).toString(base) + digits;
    [high, low] = [Math.floor(high / base), Math.floor(carried / base)];
  }
  return digits;
}

function integer({ flags, width, precision, letter }: Conversion, value: number): string {
  const base = letter === "o" ? 8 : letter === "x" || letter === "X" ? 16 : 10;
  const isNegative = value < 0 && (letter === "d" || letter === "i");
  let digits = unsignedDigits(isNegative ? -value : value, base);
  if (precision === 0 && value === 0) digits = "";
  if (precision !== undefined) digits = digits.padStart(precision, "0");
  if (letter === "X") digits = digits.toUpperCase();
  const sign = isNegative ? "-" : prefix(flags, letter, value);
  if (flags.includes("0") && !flags.includes("-") && precision === undefined) {
    digits = digits.padStart(width - sign.length, "0");
  }
  return padded(flags, width, sign + digits);
}

function prefix(flags: string, letter: string, value: number): string {
  if (letter === "d" || letter === "i") return flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  if (!flags.includes("#") || value === 0) return "";
  return letter === "x" ? "0x" : letter === "X" ? "0X" : letter === "o" ? "0" : "";
}

function character(value: FormatArgument): string {
  return typeof value === "number" ? String.fromCharCode(value & 0xff) : value.slice(0, 1);
}

function string(value: FormatArgument, { precision }: Conversion, readString: StringReader): string {
  const text = typeof value === "string" ? value : value === 0 ? "(null)" : readString(value);
  return precision === undefined ? text : text.slice(0, precision);
}

function pointer(value: FormatArgument): string {
  return Number(value) === 0 ? "(nil)" : `0x${unsignedDigits(unsigned(value, LONG), 16)}`;
}

const LONG = { bits: 64 } as Conversion;

function floating({ flags, width, precision = 6, letter }: Conversion, value: number): string {
  const magnitude = Math.abs(value);
  let digits: string;
  if (letter === "f") digits = magnitude.toFixed(precision);
  else if (letter === "e") digits = exponent(magnitude.toExponential(precision));
  else digits = general(magnitude, Math.max(precision, 1));
  const sign = value < 0 || Object.is(value, -0)
    ? "-"
    : flags.includes("+")
    ? "+"
    : flags.includes(" ")
    ? " "
    : "";
  if (flags.includes("0") && !flags.includes("-")) digits = digits.padStart(width - sign.length, "0");
  return padded(flags, width, sign + digits);
}

/** %g: the shorter of %e and %f, without trailing zeros. */
function general(value: number, precision: number): string {
  const power = value === 0 ? 0 : Number(value.toExponential(precision - 1).split("e")[1]);
  if (power < -4 || power >= precision) {
    const [mantissa, rest] = value.toExponential(precision - 1).split("e");
    return exponent(`${Number(mantissa)}e${rest}`);
  }
  return `${Number(value.toFixed(precision - 1 - power))}`;
}

/** C writes an exponent with two digits at least. */
function exponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

function pad({ flags, width }: Conversion, text: string): string {
  return padded(flags, width, text);
}

function padded(flags: string, width: number, text: string): string {
  return flags.includes("-") ? text.padEnd(width) : text.padStart(width);
}
