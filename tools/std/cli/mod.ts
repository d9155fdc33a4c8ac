/**
 * Stand-in for the part of `@std/cli` that the project uses: `parseArgs`, with the names, the signature and the
 * results of the real one, for options given by name. (What the project does not use is left out: dotted names,
 * negatable options, `boolean: true`.)
 *
 *     --name value   --name=value   -n value   -n3   -abc   --   plain arguments
 *
 * PA1. An option named in `string` keeps its text; without a value it is "".
 * PA2. An option named in `boolean` takes the next argument only when that is "true" or "false"; it is `false`
 *      when absent.
 * PA3. Any other value, and a plain argument unless `string` names "_", becomes a number when it looks like one.
 * PA4. An argument that starts with "-" is never the value of a long option before it.
 * PA5. A value set under one name of an option stands under all its aliases.
 * PA6. `unknown` is asked about plain arguments too, as in the real package: `arg` only, `key` is absent.
 *
 * @module
 */

/** What `parseArgs` is told about the options. */
export interface ParseOptions<
  Booleans extends string = string,
  Strings extends string = string,
  Collected extends string = string,
> {
  /** Options that are on or off. */
  boolean?: Booleans | ReadonlyArray<Booleans>;
  /** Options whose value stays text. "_" stands for the plain arguments. */
  string?: Strings | ReadonlyArray<Strings>;
  /** Options that may be given many times; all values are kept, in order. */
  collect?: Collected | ReadonlyArray<Collected>;
  /** Further names of an option. */
  alias?: Record<string, string | ReadonlyArray<string>>;
  /** Values of options that were not given. */
  default?: Record<string, unknown>;
  /** Puts what follows "--" under "--" instead of among the plain arguments. */
  "--"?: boolean;
  /** Ends option parsing at the first plain argument. */
  stopEarly?: boolean;
  /** Asked about every argument that no option is declared for; `false` drops it. */
  unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}

/** What `parseArgs` gives: the plain arguments under `_`, each option under its names. */
export type Args<
  Booleans extends string = string,
  Strings extends string = string,
  Collected extends string = string,
> =
  & Record<string, unknown>
  & { _: Array<string | number>; "--"?: string[] }
  & { [Name in Exclude<Booleans, Collected>]: boolean }
  & { [Name in Exclude<Strings, Collected | "_">]?: string }
  & { [Name in Extract<Strings, Collected>]: string[] };

/** Parses command line arguments into options and plain arguments. Never fails: see `unknown`. */
export function parseArgs<
  const Booleans extends string = never,
  const Strings extends string = never,
  const Collected extends string = never,
>(
  args: string[],
  options: ParseOptions<Booleans, Strings, Collected> = {},
): Args<Booleans, Strings, Collected> {
  const declared = declare(options);
  const result: Record<string, unknown> & { _: Array<string | number> } = { _: [] };
  const end = args.indexOf("--");
  const rest = end < 0 ? [] : args.slice(end + 1);
  const before = end < 0 ? args : args.slice(0, end);

  const set = (key: string, value: string | boolean, arg: string) => {
    if (!declared.isKnown(key) && options.unknown?.(arg, key, value) === false) return;
    const kept = typeof value === "string" && !declared.strings.has(key) ? numberOrText(value) : value;
    for (const name of declared.namesOf(key)) {
      if (declared.collected.has(name)) result[name] = [...(result[name] as unknown[] ?? []), kept];
      else result[name] = kept;
    }
  };

  for (let index = 0; index < before.length; index++) {
    const arg = before[index];
    if (/^--./.test(arg)) {
      index += readLong(arg, before[index + 1], declared, set);
    } else if (/^-[^-]/.test(arg)) {
      index += readShort(arg, before[index + 1], declared, set);
    } else {
      if (options.unknown?.(arg) !== false) {
        result._.push(declared.strings.has("_") ? arg : numberOrText(arg));
      }
      if (options.stopEarly) {
        result._.push(...before.slice(index + 1));
        break;
      }
    }
  }

  fillDefaults(result, declared, options.default ?? {});
  if (options["--"]) result["--"] = rest;
  else result._.push(...rest);
  return result as Args<Booleans, Strings, Collected>;
}

interface Declared {
  booleans: Set<string>;
  strings: Set<string>;
  collected: Set<string>;
  isKnown(key: string): boolean;
  namesOf(key: string): string[];
}

type SetOption = (key: string, value: string | boolean, arg: string) => void;

function declare(options: ParseOptions): Declared {
  const groups = Object.entries(options.alias ?? {}).map(([key, others]) => [key, ...listOf(others)]);
  const namesOf = (key: string) => groups.find((group) => group.includes(key)) ?? [key];
  const withAliases = (names: string | readonly string[] | undefined) =>
    new Set(listOf(names).flatMap(namesOf));
  const booleans = withAliases(options.boolean);
  const strings = withAliases(options.string);
  const collected = withAliases(options.collect);
  const isKnown = (key: string) => booleans.has(key) || strings.has(key) || namesOf(key).length > 1;
  return { booleans, strings, collected, isKnown, namesOf };
}

function listOf(names: string | readonly string[] | undefined): readonly string[] {
  if (names === undefined) return [];
  return typeof names === "string" ? [names] : names;
}

/** Reads `--name`, `--name=value` or `--name value`; returns how many further arguments it took. */
function readLong(arg: string, next: string | undefined, declared: Declared, set: SetOption): 0 | 1 {
  const equals = arg.indexOf("=");
  if (equals > 2) {
    const key = arg.slice(2, equals);
    const value = arg.slice(equals + 1);
    set(key, declared.booleans.has(key) ? value !== "false" : value, arg);
    return 0;
  }
  return readValue(arg.slice(2), arg, next, declared, set, next !== undefined && !next.startsWith("-"));
}

/** Reads `-n`, `-n value`, `-n3`, `-n=value` or `-abc`; returns how many further arguments it took. */
function readShort(arg: string, next: string | undefined, declared: Declared, set: SetOption): 0 | 1 {
  for (let index = 1; index < arg.length - 1; index++) {
    const key = arg[index];
    const tail = arg.slice(index + 1);
    if (tail.startsWith("=") || /^\W/.test(tail) || /^-?\d+(\.\d*)?$/.test(tail)) {
      set(key, tail.replace(/^=/, ""), arg);
      return 0;
    }
    set(key, declared.strings.has(key) ? "" : true, arg);
  }
  const isValue = next !== undefined && !/^--?[^-]/.test(next);
  return readValue(arg[arg.length - 1], arg, next, declared, set, isValue);
}

function readValue(
  key: string,
  arg: string,
  next: string | undefined,
  declared: Declared,
  set: SetOption,
  nextIsValue: boolean,
): 0 | 1 {
  if (!declared.booleans.has(key) && next !== undefined && next !== "" && nextIsValue) {
    set(key, next, arg);
    return 1;
  }
  if (next === "true" || next === "false") {
    set(key, next === "true", arg);
    return 1;
  }
  set(key, declared.strings.has(key) ? "" : true, arg);
  return 0;
}

function fillDefaults(
  result: Record<string, unknown>,
  declared: Declared,
  defaults: Record<string, unknown>,
): void {
  for (const [key, value] of Object.entries(defaults)) {
    if (Object.hasOwn(result, key)) continue;
    for (const name of declared.namesOf(key)) result[name] = value;
  }
  for (const name of declared.booleans) {
    if (!Object.hasOwn(result, name)) result[name] = declared.collected.has(name) ? [] : false;
  }
  for (const name of declared.strings) {
    if (!Object.hasOwn(result, name) && declared.collected.has(name)) result[name] = [];
  }
}

function numberOrText(text: string): string | number {
  const looksLikeNumber = /^0x[0-9a-f]+$/i.test(text) || /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/.test(text);
  return looksLikeNumber ? Number(text) : text;
}
