/**
 * A person's file as a program: what its module must export.
 *
 *     export function* main(c, argv) { … }         the program, named after the file
 *     export const data = { … }                    its static data: rodata, data, bss; all may be left out
 *     export const about = "…"
 *     export function* other(c, argv) { … }        another program, /bin/other
 *     export const allocator = { name, about, staticBytes, make }   what its malloc is made of
 *     export default defineProgram("name", …)      instead of all that; programs may be exported by name too
 */

import {
  type AllocatorMaking,
  defineProgram,
  type Main,
  type Program,
  type ProgramMaking,
  type StaticData,
} from "@palimpsest/libc";

/** A module's exports, whatever they are. */
export type ModuleExports = Readonly<Record<string, unknown>>;

const GeneratorFunction = Object.getPrototypeOf(function* () {}).constructor as new () => unknown;

/** The program that a module is, or a sentence about why it is none. */
export function programOfModule(exports: ModuleExports, name: string): Program | string {
  const others = Object.entries(exports)
    .filter(([key]) => key !== "main" && key !== "default" && key !== "allocator")
    .flatMap(([key, value]) => otherProgram(key, value));
  const declared = exports.default;
  if (isProgram(declared)) return { ...declared, uses: [...declared.uses, ...others] };
  const main = exports.main ?? declared;
  if (main === undefined) {
    return "This is no program: it must export a generator function, `export function* main(c, argv)`.";
  }
  if (!(main instanceof GeneratorFunction)) {
    return "main must be a generator function: write `export function* main(c, argv)`.";
  }
  const { about = "a program", rodata, data, bss } = exports as Partial<ProgramMaking>;
  const odd = oddDatum({ rodata, data, bss });
  if (odd !== undefined) {
    return `${odd} is no static data: declare it with ints(…), text(…) or zeros(…) of @palimpsest/libc.`;
  }
  return defineProgram(name, {
    about,
    ...staticData({ rodata, data, bss }),
    uses: others,
    main: main as unknown as Main,
  });
}

/** The allocator that a module exports; a sentence when it is none, undefined when there is none. */
export function allocatorOfModule(exports: ModuleExports): AllocatorMaking | string | undefined {
  const { allocator } = exports;
  if (allocator === undefined) return undefined;
  const { name, staticBytes, make } = (allocator ?? {}) as Partial<AllocatorMaking>;
  const isMaking = typeof name === "string" && Number.isInteger(staticBytes) && typeof make === "function";
  if (isMaking) return allocator as AllocatorMaking;
  return "allocator must be how one is made: { name, about, staticBytes, make(space, statics, programBreak) }.";
}

function otherProgram(name: string, value: unknown): Program[] {
  if (isProgram(value)) return [value];
  if (!(value instanceof GeneratorFunction)) return [];
  return [defineProgram(name, { about: `${name} of the same file`, main: value as unknown as Main })];
}

function isProgram(value: unknown): value is Program {
  const { name, main, uses } = (value ?? {}) as Partial<Program>;
  return typeof name === "string" && typeof main === "function" && Array.isArray(uses);
}

/** The first of the static data that is none, "data.x". */
function oddDatum(parts: Record<string, StaticData | undefined>): string | undefined {
  for (const [part, declared] of Object.entries(parts)) {
    for (const [name, datum] of Object.entries(declared ?? {})) {
      const { lengthBytes, alignmentBytes } = datum ?? {};
      if (!Number.isInteger(lengthBytes) || !Number.isInteger(alignmentBytes)) return `${part}.${name}`;
    }
  }
  return undefined;
}

function staticData(parts: Record<string, StaticData | undefined>): Record<string, StaticData> {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) as Record<
    string,
    StaticData
  >;
}
