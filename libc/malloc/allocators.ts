/**
 * The allocators by name.
 *
 *   palimpsest   the default
 *   first_fit    to learn from
 *   best_fit, segregated, buddy   the others of the textbooks
 *   bump, mmap   what never using memory again costs, and what using nothing but mappings does
 */

import { STATIC_START } from "../memory/bare_process.ts";
import { ProgramBreak } from "../memory/program_break.ts";
import type { UserSpace } from "../memory/user_space.ts";
import type { Allocator, AllocatorMaking } from "./allocator.ts";
import { bestFit } from "./best_fit.ts";
import { buddy } from "./buddy.ts";
import { bump } from "./bump.ts";
import { firstFit } from "./first_fit.ts";
import { mmapEach } from "./mmap_each.ts";
import { palimpsest } from "./palimpsest/palimpsest.ts";
import { segregated } from "./segregated.ts";

/** Every allocator, the default first. */
export const ALLOCATORS: readonly AllocatorMaking[] = [
  palimpsest,
  firstFit,
  bestFit,
  segregated,
  buddy,
  bump,
  mmapEach,
];

/** The one that is used when none is named. */
export const DEFAULT_ALLOCATOR: AllocatorMaking = palimpsest;

/** Bytes before the allocator's static area that a bare process keeps for the program break. */
const BREAK_AREA_BYTES = 16;

/** Opens an allocator in a bare process (bare_process.ts): its static area lies in the page of static data. */
export function openAllocator(making: AllocatorMaking, space: UserSpace): Allocator {
  const programBreak = new ProgramBreak(space, STATIC_START);
  return making.make(space, STATIC_START + BREAK_AREA_BYTES, programBreak);
}
