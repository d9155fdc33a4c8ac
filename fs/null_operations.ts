/**
 * Files that the kernel does not look into behave like /dev/null where nothing is given: there is nothing to read, and
 * what is written is gone (drivers/char/mem.c: read_null, write_null).
 */

import type { FileOperations } from "@palimpsest/kernel";

/** What reading and writing such a file does. */
export const nullOperations: FileOperations = {
  read: () => 0,
  write: (_tx, _file, lengthBytes) => lengthBytes,
};
