/**
 * How a system call is declared: one file a call, with its arguments as data and its decision as a function.
 *
 * decide() validates in Linux's order, chooses, and emits effects through the transaction; each is reduced at once, so
 * that its later steps see what the earlier ones did. It returns what the call returns: a number ≥ 0, or a negated errno.
 *
 *   C1  A call that fails may have had effects (mprotect that meets a hole): they stay.
 *   C2  decide() changes nothing but through emit().
 *   C3  BLOCKED means: nothing was done but waiting; the call is decided again, whole, when the process wakes up.
 */

import { bool, type Field, type FieldNotes, int, near } from "../event/field.ts";
import type { EventDeclaration, Fields } from "../event/schema.ts";
import type { Transaction } from "../transaction.ts";

/** What decide() returns when the process must wait. */
export const BLOCKED = Number.NEGATIVE_INFINITY;

/** A call's arguments by name: words (signed 64-bit values as numbers). */
export type CallArguments = Readonly<Record<string, number>>;

/** A system call: its arguments in the order of the manual page, and its decision. */
export interface Call {
  readonly name: string;
  readonly id: number;
  readonly doc: string;
  readonly arguments: readonly string[];
  readonly declaration: EventDeclaration;
  /** Whether it returns an address (printed in hexadecimal). */
  readonly returnsAddress: boolean;
  decide(tx: Transaction, args: CallArguments): number;
}

/** The parts a call's file gives. */
export interface CallMaking<A extends string> {
  readonly id: number;
  readonly doc: string;
  /** The arguments, each with how it is printed. */
  readonly arguments: Readonly<Record<A, string>>;
  readonly returnsAddress?: boolean;
  decide(tx: Transaction, args: Readonly<Record<A, number>>): number;
}

/** Declares a system call. */
export function defineCall<const A extends string>(name: string, making: CallMaking<A>): Call {
  const names = Object.keys(making.arguments) as A[];
  const fields: Record<string, Field> = { process: near("process"), resumed: bool() };
  for (const argument of names) fields[argument] = word({ print: making.arguments[argument] });
  const print = making.returnsAddress ? "addressResult" : "result";
  return {
    name,
    id: making.id,
    doc: making.doc,
    arguments: names,
    returnsAddress: making.returnsAddress ?? false,
    declaration: {
      id: making.id,
      doc: making.doc,
      fields: fields as Fields,
      outcome: { unfinished: bool(), result: int(0, { print }) },
    },
    decide: making.decide as Call["decide"],
  };
}

function word(notes: FieldNotes): Field {
  return int(0, notes);
}
