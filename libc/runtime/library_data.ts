/**
 * The static data of the C library in every program: its streams, where the program break is, and
 * what its allocator keeps.
 */

import { type AllocatorMaking, BLOCK_ALIGNMENT } from "../malloc/allocator.ts";
import { PROGRAM_BREAK_BYTES } from "../memory/program_break.ts";
import { STDIO_BSS, STDIO_DATA } from "../stdio/stream.ts";
import { type StaticData, zeros } from "./static_data.ts";

/** The symbol of the word that holds the program break (memory/program_break.ts). */
export const PROGRAM_BREAK = "__curbrk";
/** The symbol of the allocator's static memory. */
export const MALLOC_STATE = "__malloc_state";

/** Initialized data of the C library. */
export const LIBRARY_DATA: StaticData = STDIO_DATA;
/** Zeroed data of the C library, with an allocator's. */
export function libraryBss({ staticBytes }: Pick<AllocatorMaking, "staticBytes">): StaticData {
  return {
    ...STDIO_BSS,
    [PROGRAM_BREAK]: zeros(PROGRAM_BREAK_BYTES, PROGRAM_BREAK_BYTES),
    [MALLOC_STATE]: zeros(staticBytes, BLOCK_ALIGNMENT),
  };
}
