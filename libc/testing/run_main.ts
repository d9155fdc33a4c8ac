/**
 * Running a main() for a test, with the proofs of observe_program.ts.
 */

import { defineProgram, type Main, type ProgramMaking } from "../runtime/program.ts";
import type { BootOptions } from "../runtime/run_program.ts";
import { type ObservedRun, observeProgram } from "./observe_program.ts";

/** Runs `main` as the program "test". */
export function runMain(
  main: Main,
  options: BootOptions = {},
  making: Partial<ProgramMaking> = {},
): ObservedRun {
  return observeProgram(defineProgram("test", { about: "a test", ...making, main }), options);
}
