/**
 * Streams: a descriptor with a buffer, both in the program's static data.
 *
 *     struct FILE, 16 bytes        0 descriptor   4 buffering   8 bytes in the buffer   12 nothing
 *     its buffer, 1024 bytes       in bss
 *
 *   ST1  stdout's buffering is chosen at its first use: by lines on a terminal, else by the full buffer. stderr has none.
 *   ST2  The buffer is memory like any other: fork() copies what is in it, _exit() loses it.
 */

import { ints, type StaticData, zeros } from "../runtime/static_data.ts";

/** Bytes of a stream's buffer. */
export const BUFFER_BYTES = 1024;

/** When a stream is written out. */
export const BUFFERING = { unknown: 0, lines: 1, full: 2, none: 3 } as const;

/** Offsets in a stream's structure. */
export const STREAM = { descriptor: 0, buffering: 4, count: 8 } as const;

/** The symbols of streams and of their buffers. */
export const STDOUT = "stdout";
export const STDERR = "stderr";
export const STDOUT_BUFFER = "stdout_buffer";

/** Initialized data of the C library. */
export const STDIO_DATA: StaticData = {
  [STDOUT]: ints(1, BUFFERING.unknown, 0, 0),
  [STDERR]: ints(2, BUFFERING.none, 0, 0),
};
/** Zeroed data of the C library. */
export const STDIO_BSS: StaticData = { [STDOUT_BUFFER]: zeros(BUFFER_BYTES) };
