/**
 * How a system call is declared: one file a call, with its arguments as data and its decision as a function.
 *
 * decide() validates in Linux's order, chooses, and emits effects through the transaction; each is reduced at once, so
 * that its later steps see what the earlier ones did. It returns what the call returns: a number ≥ 0, or a negated errno.
 *
 *   C1  A call that fails may have had effects (mprotect that meets a hole): they stay.
 *   C2  decide() changes nothing but through emit().
 *   C3  BLOCKED means: the process waits, and the call is decided again when it wakes up; tx.progress says how far it had
 *       come (0: nothing was done but waiting).
 *   C4  What a waiting call leaves when a signal ends it, or the death of its process, it says beforehand (tx.wait()).
 */

import { PAGE_SIZE } from "../address.ts";
import {
  bool,
  type BytesField,
  type Field,
  int,
  type IntField,
  near,
  type TextField,
} from "../event/field.ts";
import type { PatternDeclaration } from "../event/pattern.ts";
import type { EventDeclaration, Fields } from "../event/schema.ts";
import type { Transaction } from "../transaction.ts";
import { type CallRecords, compileCallRecords } from "./call_records.ts";

/** What decide() returns when the process must wait. */
export const BLOCKED: number = Number.NEGATIVE_INFINITY;

/** A call's arguments by name: words (signed 64-bit values as numbers), texts and bytes. */
export type CallArguments = Readonly<Record<string, number | string | Uint8Array>>;

/** A system call: its arguments in the order of the manual page, and its decision. */
export interface Call {
  /** Its name in C. */
  readonly name: string;
  /** The id of its events. */
  readonly id: number;
  /** What it does, in a sentence. */
  readonly doc: string;
  /** The names of its arguments, in order. */
  readonly arguments: readonly string[];
  /** What an argument is when the caller leaves it out, by name: 0, "" or no bytes. */
  readonly defaults: CallArguments;
  /**
   * Makes the records of its arguments and of its events' headers.
   *
   * @internal
   */
  readonly records: CallRecords;
  /** Its event. */
  readonly declaration: EventDeclaration;
  /** Whether it returns an address (printed in hexadecimal). */
  readonly returnsAddress: boolean;
  /** Decides the call: effects, and the result or a negated errno. */
  decide(tx: Transaction, args: CallArguments): number;
}

/** How an argument is declared: a word by the hint it is printed with; text() or bytes() for what a pointer points at. */
export type ArgumentKind = string | TextField | BytesField;

/** The values of declared arguments. */
export type ArgumentValues<A> = {
  readonly [N in keyof A]: A[N] extends TextField ? string : A[N] extends BytesField ? Uint8Array : number;
};

/** The parts a call's file gives. */
export interface CallMaking<A> {
  /** The id of its events. */
  readonly id: number;
  /** What it does, in a sentence. */
  readonly doc: string;
  /** Its arguments, in order. */
  readonly arguments: A;
  /** Its result is an address. */
  readonly returnsAddress?: boolean;
  /**
   * What its addresses are stored by (event/field.ts, F4): "page", the register of the pages that are touched, "mapPage",
   * that of the pages that are mapped, or another, by default one that calls share.
   */
  readonly addressRegister?: string;
  /** Its patterns (event/pattern.ts). */
  readonly patterns?: Readonly<Record<number, PatternDeclaration>>;
  /** Decides the call. */
  decide(tx: Transaction, args: ArgumentValues<A>): number;
}

/** The registers that hold pages, not addresses. */
const PAGE_REGISTERS: ReadonlySet<string> = new Set(["page", "mapPage"]);

/** Declares a system call. */
export function defineCall<const A extends Readonly<Record<string, ArgumentKind>>>(
  name: string,
  making: CallMaking<A>,
): Call {
  const names = Object.keys(making.arguments);
  const register = making.addressRegister ?? "address";
  const by = { register, unit: PAGE_REGISTERS.has(register) ? PAGE_SIZE : 1 };
  const fields: Record<string, Field> = { process: near("process"), resumed: bool() };
  const defaults: Record<string, number | string | Uint8Array> = {};
  for (const argument of names) {
    const kind: ArgumentKind = making.arguments[argument];
    const field = typeof kind === "string" ? word(kind, by) : kind;
    fields[argument] = field;
    defaults[argument] = field.default;
  }
  const result = making.returnsAddress
    ? int(0, { print: "addressResult", ...by })
    : int(0, { print: "result" });
  return {
    name,
    id: making.id,
    doc: making.doc,
    arguments: names,
    defaults,
    records: compileCallRecords(name, defaults),
    returnsAddress: making.returnsAddress ?? false,
    declaration: {
      id: making.id,
      doc: making.doc,
      fields: fields as Fields,
      outcome: { unfinished: bool(), result },
      ...(making.patterns && { patterns: making.patterns }),
    },
    decide: making.decide as unknown as Call["decide"],
  };
}

function word(print: string, by: Pick<IntField, "register" | "unit">): IntField {
  return print === "address" ? int(0, { print, ...by }) : int(0, { print });
}
