/**
 * Histories of file operations: a small line language that this machine, a naive model and the real kernel execute, to be
 * compared (tools/oracle/native_files/file_history.c executes it natively).
 *
 *     A history starts in the root of a tmpfs of mode 777, with an empty tmpfs of mode 1777 on /m, as the superuser, with a
 *     umask of 0 and 8 empty slots for descriptors. Words are separated by one blank; "" is the empty text. S is a slot, D a slot
 *     or -1 (the working directory); numbers are decimal, or octal with a leading 0, or hexadecimal with 0x.
 *
 *     as W                           act for 0 the superuser, 1 user 1000 with group 3000 beside his own, 2 user 1001
 *     open S D path flags mode       the descriptor goes to slot S      close S
 *     read S offset count            ▶ count hash                       write S offset count seed      append S count seed
 *     lseek S offset whence          ftruncate S size                   truncate path size             fallocate S mode offset size
 *     mkdir D path mode              mknod D path mode device           rmdir path                     unlink D path flags
 *     symlink target D path          readlink D path size ▶ count text  link D path D path flags       rename D path D path flags
 *     stat D path flags, fstat S     ▶ mode links owner size blocks inode (by the order in which they are first seen)
 *     access D path mode flags       chmod D path mode, fchmod S mode   chown D path uid gid flags     fchown S uid gid
 *     chdir path, fchdir S           getcwd size ▶ count text           umask mask                     utimes D path a m flags
 *     list S ▶ count name/kind …     statfs path ▶ kind length
 *
 *   HI1  An operation prints one line: its result, or the name of its errno.
 */

/** Slots for descriptors. */
export const SLOT_COUNT = 8;

/** An operation in words, the first one its name. */
export type Operation = readonly string[];

/** The operation that a line stands for. */
export function parseOperation(line: string): Operation {
  return line.split(" ");
}

/** The line of an operation; empty words are spelt "". */
export function printOperation(words: readonly (string | number)[]): string {
  return words.map((word) => word === "" ? '""' : String(word)).join(" ");
}

/** The text that a word stands for. */
export function textOf(word: string): string {
  return word === '""' ? "" : word;
}

/** The number that a word stands for, as strtol of base 0 reads it. */
export function numberOf(word: string | undefined): number {
  if (word === undefined) return 0;
  const isNegative = word.startsWith("-");
  const digits = isNegative ? word.slice(1) : word;
  const isOctal = /^0[0-7]+$/.test(digits);
  const value = isOctal ? Number.parseInt(digits, 8) : Number(digits);
  return isNegative ? -value : value;
}
