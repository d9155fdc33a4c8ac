/**
 * Programs: a name, static data, and main().
 *
 *     export const hello = defineProgram("hello", {
 *       about: "Says hello",
 *       data: { counter: ints(42) },
 *       *main(c, argv) {
 *         yield* c.printf("hello, %d\n", c.loadInt(c.symbol("counter")));
 *         return 0;
 *       },
 *     });
 *
 *   PG1  main() decides only by its arguments and by what calls and loads give: fork() runs it again (trace.ts).
 *   PG2  A program is the file /bin/NAME of its machine; those it uses are there too.
 */

import { assertThat, type MachineConfig } from "@palimpsest/kernel";
import type { C } from "../c.ts";
import type { StaticData } from "./static_data.ts";
import type { Task } from "./task.ts";

/** What a program starts with: `main(c, argv)`; it returns the exit status. */
export type Main = (c: C, argv: readonly string[]) => Task<number | void>;

/** The parts of a program. */
export interface ProgramMaking {
  /** What it shows, in one line. */
  readonly about: string;
  /** What only can be read. */
  readonly rodata?: StaticData;
  /** What has a value at the start. */
  readonly data?: StaticData;
  /** What is zero at the start. */
  readonly bss?: StaticData;
  /** Programs that it executes: they are installed with it. */
  readonly uses?: readonly Program[];
  /** In what its machine differs from the usual one, when nobody names another (small_memory.ts). */
  readonly machine?: Partial<MachineConfig>;
  /** What it does. */
  readonly main: Main;
}

/** A program that a machine can run. */
export interface Program extends Required<ProgramMaking> {
  /** What it is called, in /bin and on the command line. */
  readonly name: string;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/** Declares a program. */
export function defineProgram(name: string, making: ProgramMaking): Program {
  assertThat(NAME.test(name), () => `"${name}" is no name for a program: letters, digits, _ . and -`);
  return { rodata: {}, data: {}, bss: {}, uses: [], machine: {}, ...making, name };
}

/** Where a program's file lies. */
export function programPath({ name }: Pick<Program, "name">): string {
  return `/bin/${name}`;
}

/** A program and all it uses, each once, itself first. */
export function withUsed(program: Program): Program[] {
  const found: Program[] = [];
  const visit = (one: Program) => {
    if (found.includes(one)) return;
    found.push(one);
    one.uses.forEach(visit);
  };
  visit(program);
  return found;
}
