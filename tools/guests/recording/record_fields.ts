/**
 * Reading the fields of one record, with complaints that name the file, the line, the record and the field.
 *
 *     true.ndjson line 12: The fault record has no "addr".
 */

import { UserError } from "../../command_line/failure.ts";
import { isWordText, parseWord } from "./word.ts";

/** Where a record stands. */
export interface RecordPlace {
  /** The file as it was named. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** A complaint about a line of a recording. */
export function recordingError(place: RecordPlace, sentence: string, cause?: unknown): UserError {
  return new UserError(`${place.file} line ${place.line}: ${sentence}`, { cause });
}

/** The fields of one record; every reader throws a UserError when the field is not what it should be. */
export class RecordFields {
  /** @param kind What complaints call the record: its "e". */
  constructor(
    private readonly fields: Readonly<Record<string, unknown>>,
    readonly place: RecordPlace,
    private readonly kind: string,
  ) {}

  /** The field, when it is there. */
  optional<T>(name: string, read: (name: string) => T): T | undefined {
    return Object.hasOwn(this.fields, name) ? read.call(this, name) : undefined;
  }

  /** A text. */
  text(name: string): string {
    const value = this.value(name);
    return typeof value === "string" ? value : this.refuse(name, "a text");
  }

  /** A whole number. */
  whole(name: string): number {
    const value = this.value(name);
    return Number.isSafeInteger(value) ? value as number : this.refuse(name, "a whole number");
  }

  /** 0 or 1. */
  bit(name: string): boolean {
    const value = this.value(name);
    return value === 0 || value === 1 ? value === 1 : this.refuse(name, "0 or 1");
  }

  /** A word in hexadecimal, as a number. */
  address(name: string): number {
    const value = this.value(name);
    return isWord(value) ? parseWord(value) : this.refuse(name, 'an address such as "0x7fff0000"');
  }

  /** The hash of a VMA list: 16 hexadecimal digits. */
  hash(name: string): string {
    const value = this.value(name);
    if (typeof value === "string" && /^[0-9a-f]{16}$/.test(value)) return value;
    return this.refuse(name, "a hash of 16 hexadecimal digits");
  }

  /** The name of a process: p0, p1 … */
  process(name: string): string {
    const value = this.value(name);
    return isProcessName(value) ? value : this.refuse(name, "a process such as p0");
  }

  /** What a call returned: a number, a word (an address), the name of a process, or "outside" (a pid of another tree). */
  result(name: string): number | string {
    const value = this.value(name);
    if (Number.isSafeInteger(value)) return value as number;
    if (isWord(value)) return parseWord(value);
    if (isProcessName(value) || value === "outside") return value;
    return this.refuse(name, "a number, an address or a process");
  }

  /** One of a few texts. */
  oneOf<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.value(name) as T;
    if (choices.includes(value)) return value;
    return this.refuse(name, choices.map((choice) => `"${choice}"`).join(" or "));
  }

  /** A list, each item read by a function that gives undefined for what is wrong. */
  list<T>(name: string, read: (item: unknown) => T | undefined, what: string): readonly T[] {
    const value = this.value(name);
    if (!Array.isArray(value)) return this.refuse(name, `a list of ${what}`);
    return value.map((item) => read(item) ?? this.refuse(name, `a list of ${what}`));
  }

  /** An object's entries, each value read by a function that gives undefined for what is wrong. */
  entries<T>(name: string, read: (item: unknown) => T | undefined, what: string): [string, T][] {
    const value = this.value(name);
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return this.refuse(name, `an object of ${what}`);
    }
    return Object.entries(value).map(([key, item]) => [
      key,
      read(item) ?? this.refuse(name, `an object of ${what}`),
    ]);
  }

  /** Complains about a field. */
  refuse(name: string, wanted: string): never {
    throw recordingError(this.place, `The "${name}" of the ${this.kind} record is not ${wanted}.`);
  }

  private value(name: string): unknown {
    if (Object.hasOwn(this.fields, name)) return this.fields[name];
    throw recordingError(this.place, `The ${this.kind} record has no "${name}".`);
  }
}

/** Whether a value is the text of a word. */
export function isWord(value: unknown): value is string {
  return typeof value === "string" && isWordText(value);
}

/** Whether a value names a process. */
export function isProcessName(value: unknown): value is string {
  return typeof value === "string" && /^p\d{1,6}$/.test(value);
}
