/**
 * The static data of the C library in every program: its streams, and where the program break is.
 */

import { PROGRAM_BREAK_BYTES } from "../memory/program_break.ts";
import { STDIO_BSS, STDIO_DATA } from "../stdio/stream.ts";
import { type StaticData, zeros } from "./static_data.ts";

/** The symbol of the word that holds the program break (memory/program_break.ts). */
export const PROGRAM_BREAK = "__curbrk";

/** Initialized data of the C library. */
export const LIBRARY_DATA: StaticData = STDIO_DATA;
/** Zeroed data of the C library. */
export const LIBRARY_BSS: StaticData = { ...STDIO_BSS, [PROGRAM_BREAK]: zeros(PROGRAM_BREAK_BYTES, 8) };
