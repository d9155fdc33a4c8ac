/**
 * The records of a call, made by functions that are written for it (as text, like codec_source.ts): all headers of one
 * kind, and all argument records, then have one shape, which encoder and decide() read at once.
 *
 *     arguments { fd, path }  ──▶  complete(a)              { fd: …, path: … }                left out: 0, "" or no bytes
 *                                  header(process, resumed, a)  { kind, process, resumed, fd: …, path: … }
 *
 *   CA1  complete() leaves words as they are; header() has them as the log can keep them.
 *   CA2  There is one header of each kind, which the next call fills anew: whoever keeps it copies it. Arguments are a
 *        record of their own, for a call that waits keeps them.
 */

import { ADDRESS_SPAN } from "../event/field.ts";
import type { AnyRecord } from "../event/schema.ts";
import type { CallArguments } from "./call.ts";

/** The least word that the log keeps as it is: any int() field does (event/field.ts, F4). */
export const LEAST_WORD = ADDRESS_SPAN - 2 ** 53;
const GREATEST_WORD = Number.MAX_SAFE_INTEGER;

/** A word as the log keeps it: exact within its range, the nearest end of that range beyond. */
export function loggable(word: number): number {
  return Math.max(LEAST_WORD, Math.min(GREATEST_WORD, word));
}

/** Makes the records of one call. */
export interface CallRecords {
  /** The arguments of a call, with those that were left out. */
  complete(args: CallArguments): CallArguments;
  /** The header of the call's event (CA2); `args` are complete. */
  header(process: number, resumed: boolean, args: CallArguments): AnyRecord;
}

/** Compiles the functions of a call, given what its arguments are when they are left out. */
export function compileCallRecords(name: string, defaults: CallArguments): CallRecords {
  const names = Object.keys(defaults);
  const complete = names.map((argument) =>
    `${argument}: a.${argument} === undefined ? defaults.${argument} : a.${argument}`
  );
  const logged = names.map((argument) =>
    typeof defaults[argument] === "number"
      ? `header.${argument} = loggable(a.${argument});`
      : `header.${argument} = a.${argument};`
  );
  const source = `"use strict";
  const header = { kind: ${JSON.stringify(name)}, process: 0, resumed: false, ...defaults };
  return {
    complete(a) { return { ${complete.join(", ")} }; },
    header(process, resumed, a) {
      header.process = process;
      header.resumed = resumed;
      ${logged.join("\n")}
      return header;
    },
  };`;
  return new Function("defaults", "loggable", source)(defaults, loggable);
}
