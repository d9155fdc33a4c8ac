/**
 * The allocators by name.
 *
 *   palimpsest   the default
 *   freelist     the textbook's; freelist:fit=best:grow=brk chooses how it searches and what it grows by
 *   bins         boundary tags and bins, in the manner of glibc
 *   buddy        powers of two, split in halves
 *   debug        finds what the others cannot: red zones, guard pages, a quarantine, a list of leaks
 *   bump, mmap   what never using memory again costs, and what using nothing but mappings does
 */

import { STATIC_START } from "../memory/bare_process.ts";
import { ProgramBreak } from "../memory/program_break.ts";
import type { UserSpace } from "../memory/user_space.ts";
import type { Allocator, AllocatorMaking } from "./allocator.ts";
import { bins } from "./bins/bins.ts";
import { buddy } from "./buddy.ts";
import { bump } from "./bump.ts";
import { debug } from "./debug/debug.ts";
import { freelist } from "./freelist/freelist.ts";
import { mmapEach } from "./mmap_each.ts";
import { palimpsest } from "./palimpsest/palimpsest.ts";

/** Every allocator, the default first. */
export const ALLOCATORS: readonly AllocatorMaking[] = [
  palimpsest,
  freelist,
  bins,
  buddy,
  debug,
  bump,
  mmapEach,
];

/** The one that is used when none is named. */
export const DEFAULT_ALLOCATOR: AllocatorMaking = palimpsest;

/** Every allocator with every choice that it has. */
export function allAllocators(): AllocatorMaking[] {
  return ALLOCATORS.flatMap((making) => {
    const names = Object.keys(making.choices ?? {});
    return names.reduce((made, name) => {
      const words = making.choices![name];
      return made.flatMap((each) => words.map((word) => each.choose!({ [name]: word })));
    }, [making]);
  });
}

/**
 * The allocator that a text names: `NAME`, or `NAME:choice=word:…`.
 *
 * @returns The allocator, or a sentence about what is wrong with the text.
 */
export function findAllocator(text: string): AllocatorMaking | string {
  const [name, ...parts] = text.split(":");
  const making = ALLOCATORS.find((each) => each.name === name);
  const names = ALLOCATORS.map((each) => each.name).join(", ");
  if (making === undefined) return `There is no allocator '${name}'; the allocators are ${names}.`;
  const { choices = {} } = making;
  const chosen: Record<string, string> = {};
  for (const part of parts) {
    const [choice, word = ""] = part.split("=");
    if (!choices[choice]?.includes(word)) return choiceSentence(making, part);
    chosen[choice] = word;
  }
  return making.choose?.(chosen) ?? making;
}

function choiceSentence({ name, choices = {} }: AllocatorMaking, part: string): string {
  const known = Object.entries(choices).map(([choice, words]) => `${choice}=${words.join("|")}`);
  const advice = known.length === 0 ? "nothing can be chosen" : `what can be chosen is ${known.join(", ")}`;
  return `The allocator ${name} has no '${part}'; ${advice}.`;
}

/** Bytes before the allocator's static area that a bare process keeps for the program break. */
const BREAK_AREA_BYTES = 16;

/** Opens an allocator in a bare process (bare_process.ts): its static area lies in the page of static data. */
export function openAllocator(making: AllocatorMaking, space: UserSpace): Allocator {
  const programBreak = new ProgramBreak(space, STATIC_START);
  return making.make(space, STATIC_START + BREAK_AREA_BYTES, programBreak);
}
