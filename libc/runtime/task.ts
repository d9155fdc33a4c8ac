/**
 * Tasks: what a program does that may wait, or lets another process run.
 *
 *      program ── yield* c.read(…) ──▶ task ── request ──▶ runtime ── call ──▶ machine
 *              ◀── number ────────────      ◀── result ──
 */

import type { CallArguments, StartArguments } from "@palimpsest/kernel";

/** What a task asks the runtime for. */
export type Request =
  /** A system call that may wait. */
  | { readonly kind: "call"; readonly name: string; readonly args: CallArguments }
  /** A copy of the process, which gets 0. */
  | { readonly kind: "fork" }
  /** Another program. */
  | { readonly kind: "exec"; readonly executed: Executed }
  /** Another program in a new process. */
  | { readonly kind: "spawn"; readonly executed: Executed }
  /** The end of the process. */
  | { readonly kind: "exit"; readonly status: number };

/** A program to execute, and where the arrays of its strings lie in memory. */
export interface Executed extends StartArguments {
  /** Of the pointers to its arguments. */
  readonly argvAddress: number;
  /** Of the pointers to its environment. */
  readonly envpAddress: number;
}

/** A piece of a program that may wait: `const result = yield* task`. */
export type Task<T> = Generator<Request, T, number>;

/** A system call as a request. */
export function callRequest(name: string, args: CallArguments): Request {
  return { kind: "call", name, args };
}
