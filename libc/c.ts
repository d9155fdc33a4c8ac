/**
 * `c`: the C library as a program has it. Everything is found here by its name in C.
 */

import { HeapCalls } from "./calls/heap.ts";
import type { LoadedImage } from "./calls/core.ts";
import { CONSTANTS, type Constants } from "./constants.ts";
import type { ProgramSpace } from "./runtime/program_space.ts";
import { findUnbegunTasks } from "./runtime/unbegun_tasks.ts";

/** The functions of the C library. */
export class Library extends HeapCalls {}

/** The C library of one program in one process: functions and constants. */
export type C = Library & Constants;

Object.assign(Library.prototype, CONSTANTS);
findUnbegunTasks(Library.prototype);

/** The C library of a program that starts. */
export function openLibrary(space: ProgramSpace, image: LoadedImage): C {
  return new Library(space, image, space) as C;
}
