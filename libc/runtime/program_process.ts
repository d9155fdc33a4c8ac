/**
 * A process that runs a program: its generators, one above the other, and what it waits for.
 *
 *     activations    main() ── a signal handler ── another one that came within it
 *                      └ each: the task, the request it made last, the result it gets next
 *
 *   PP1  Only the topmost activation runs.
 *   PP2  A request stays until it is answered; a handler that comes first leaves it to be made again or answers it
 *        (EINTR).
 */

import type { CallArguments } from "@palimpsest/kernel";
import { type C, openLibrary } from "../c.ts";
import type { LoadedImage } from "../calls/core.ts";
import type { Program } from "./program.ts";
import type { ProgramSpace } from "./program_space.ts";
import type { Request, Task } from "./task.ts";

/** A task that runs, or waits for the one above it. */
export interface Activation {
  readonly task: Task<unknown>;
  /** What it asked for and did not get yet. */
  request?: Request;
  /** What it gets next. */
  result: number;
  /** Of a handler: the signals that were blocked before it. */
  readonly blockedBefore?: number;
}

/** A call that waits. */
export interface WaitingCall {
  readonly name: string;
  readonly args: CallArguments;
  /** Virtual time at which it ends by itself, in nanoseconds. */
  readonly until?: number;
}

/** What a program is started with. */
export interface ProgramStart {
  readonly program: Program;
  readonly image: LoadedImage;
}

/** See the head of this file. */
export class ProgramProcess {
  activations: Activation[];
  waiting: WaitingCall | undefined;
  c: C;

  /** A process at the start of a program; its way to a fork is in the trace of `space`. */
  constructor(public space: ProgramSpace, public start: ProgramStart) {
    this.c = openLibrary(space, start.image);
    this.activations = [{ task: startTask(this.c, start.program), result: 0 }];
  }

  /** Starts another program in place of this one (execve). */
  become(space: ProgramSpace, start: ProgramStart): void {
    this.space = space;
    this.start = start;
    this.c = openLibrary(space, start.image);
    this.activations = [{ task: startTask(this.c, start.program), result: 0 }];
  }

  /** Its number. */
  get pid(): number {
    return this.space.pid;
  }

  /** The activation that runs. */
  get top(): Activation {
    return this.activations[this.activations.length - 1];
  }
}

const POINTER_BYTES = 8;

/** What runs before and after main (crt0): finds the arguments on the stack, exits with what main returns. */
function* startTask(c: C, program: Program): Task<void> {
  const count = c.loadLong(c.stackPointer);
  const argv: string[] = [];
  let at = c.stackPointer + POINTER_BYTES;
  for (; argv.length < count; at += POINTER_BYTES) argv.push(c.loadString(c.loadPointer(at)));
  const environ: string[] = [];
  at += POINTER_BYTES;
  for (let string = c.loadPointer(at); string !== 0; string = c.loadPointer(at)) {
    environ.push(c.loadString(string));
    at += POINTER_BYTES;
  }
  c.environ = environ;
  yield* c.exit((yield* program.main(c, argv)) ?? 0);
}
