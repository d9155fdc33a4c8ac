/**
 * How the numbers of events are shown: one formatter for each print hint that kernel and fs give their fields.
 *
 *     prot 3        PROT_READ|PROT_WRITE            fd -100       AT_FDCWD
 *     mapFlags 34   MAP_PRIVATE|MAP_ANONYMOUS       signal 17     SIGCHLD
 *
 * Flags are shown as strace(1) does: by name, in its order, what has no name in hexadecimal.
 */

import {
  errnoMessage,
  errnoName,
  flagFormatter,
  type FlagName,
  formatHex,
  type Formatter,
  MADV,
  MAP,
  MREMAP,
  MS,
  OPEN,
  type Printers,
  PROT,
  RLIMIT,
  signalName,
  usualHints,
  VM,
} from "@palimpsest/kernel";

/** Flags under a common prefix, in the order of the table; those named in `without` have no name of their own. */
function named(
  prefix: string,
  values: Readonly<Record<string, number>>,
  without: readonly string[] = [],
): FlagName[] {
  return Object.entries(values)
    .filter(([name, value]) => value !== 0 && !without.includes(name))
    .map(([name, value]) => ({ value, name: prefix + name }));
}

/** A formatter of one of several values. */
function oneOf(prefix: string, values: Readonly<Record<string, number>>): Formatter {
  const names = new Map(Object.entries(values).map(([name, value]) => [value, prefix + name]));
  return (value) => names.get(value) ?? formatHex(value);
}

const MAP_TYPE_MASK = MAP.TYPE;
const mapFlags = flagFormatter([
  { value: MAP.SHARED, name: "MAP_SHARED", mask: MAP_TYPE_MASK },
  { value: MAP.PRIVATE, name: "MAP_PRIVATE", mask: MAP_TYPE_MASK },
  { value: MAP.SHARED_VALIDATE, name: "MAP_SHARED_VALIDATE", mask: MAP_TYPE_MASK },
  { value: MAP.DROPPABLE, name: "MAP_DROPPABLE", mask: MAP_TYPE_MASK },
  { value: MAP.LOW_32BIT, name: "MAP_32BIT" },
  ...named("MAP_", MAP, ["SHARED", "PRIVATE", "SHARED_VALIDATE", "DROPPABLE", "TYPE", "LOW_32BIT"]),
]);

const ACCESS_MODES: readonly FlagName[] = [
  { value: OPEN.RDONLY, name: "O_RDONLY", mask: OPEN.ACCMODE },
  { value: OPEN.WRONLY, name: "O_WRONLY", mask: OPEN.ACCMODE },
  { value: OPEN.RDWR, name: "O_RDWR", mask: OPEN.ACCMODE },
];

const openFlags = flagFormatter([
  ...ACCESS_MODES,
  { value: OPEN.SYNC, name: "O_SYNC" },
  ...named("O_", OPEN, ["RDONLY", "WRONLY", "RDWR", "ACCMODE", "SYNC"]),
]);

/** Flags of clone(2); the low byte is the signal at the child's end. */
const CLONE_NAMES: Readonly<Record<string, number>> = {
  VM: 0x100,
  FS: 0x200,
  FILES: 0x400,
  SIGHAND: 0x800,
  PTRACE: 0x2000,
  VFORK: 0x4000,
  PARENT: 0x8000,
  THREAD: 0x10000,
  SYSVSEM: 0x40000,
  SETTLS: 0x80000,
  PARENT_SETTID: 0x100000,
  CHILD_CLEARTID: 0x200000,
  CHILD_SETTID: 0x1000000,
};

const cloneFlagNames = flagFormatter(named("CLONE_", CLONE_NAMES));

function cloneFlags(flags: number): string {
  const signal = flags & 0xff;
  const rest = flags - signal;
  const parts = [rest === 0 ? "" : cloneFlagNames(rest), signal === 0 ? "" : signalName(signal)];
  return parts.filter((part) => part !== "").join("|") || "0";
}

const FALLOCATE = { KEEP_SIZE: 1, PUNCH_HOLE: 2, COLLAPSE_RANGE: 8, ZERO_RANGE: 16, INSERT_RANGE: 32 };
const FCNTL = { DUPFD: 0, GETFD: 1, SETFD: 2, GETFL: 3, SETFL: 4, DUPFD_CLOEXEC: 1030 };
const SEEK = { SET: 0, CUR: 1, END: 2, DATA: 3, HOLE: 4 };
const AT_FDCWD = -100;

/** The formatter of every print hint. */
export const HINTS: Readonly<Record<string, Formatter>> = {
  ...usualHints,
  size: String,
  fd: (fd) => fd === AT_FDCWD ? "AT_FDCWD" : `${fd}`,
  pid: String,
  decimal: String,
  prot: flagFormatter([{ value: 0, mask: 0, name: "PROT_NONE" }, ...named("PROT_", PROT)]),
  mapFlags,
  mremapFlags: flagFormatter(named("MREMAP_", MREMAP)),
  msyncFlags: flagFormatter(named("MS_", MS)),
  advice: oneOf("MADV_", MADV),
  openFlags,
  cloneFlags,
  memfdFlags: flagFormatter(named("MFD_", { CLOEXEC: 1, ALLOW_SEALING: 2, NOEXEC_SEAL: 8, EXEC: 16 })),
  fallocateMode: flagFormatter(named("FALLOC_FL_", FALLOCATE)),
  fcntlCommand: oneOf("F_", FCNTL),
  whence: oneOf("SEEK_", SEEK),
  resource: oneOf("RLIMIT_", RLIMIT),
  signal: (signal) => signal === 0 ? "0" : signalName(signal),
  vmaFlags: flagFormatter(named("VM_", VM)),
};

/** What printers of events need. */
export const PRINTERS: Printers = { hints: HINTS, errnoName, errnoMessage };

const GREATEST_ERRNO = 4095;

/** A call's result as strace shows it: a number, or -1 with the errno. */
export function resultWords(result: number): string {
  if (result >= 0 || result < -GREATEST_ERRNO) return `${result}`;
  return `-1 ${errnoName(-result)} (${errnoMessage(-result)})`;
}
