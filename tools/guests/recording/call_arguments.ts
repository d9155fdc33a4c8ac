/**
 * How the raw arguments of recorded calls become the named arguments of the kernel's calls: one line a call, in the
 * order of the raw words.
 *
 *     int     the low 32 bits, signed: descriptors and flags (0xffffff9c is AT_FDCWD)
 *     uint    the low 32 bits, unsigned
 *     word    all 64 bits, signed
 *     pid     a process: the recorder wrote its name where it knew it, else an int
 *     skip    a pointer to what the recording gives in another way (a path)
 *
 * CA1. These calls are executed by the kernel: it gets these arguments, and what it answers is compared.
 * CA2. Calls of the given kind stand in given_calls.ts, never here.
 */

import type { CallRecord } from "./record.ts";
import { asInt32, asUint32 } from "./word.ts";

type ArgumentKind = "int" | "uint" | "word" | "pid" | "skip";
type ArgumentList = readonly (readonly [name: string, kind: ArgumentKind])[];

/** Names and kinds as text: "address:word lengthBytes:word". */
function list(text: string): ArgumentList {
  return text.split(" ").filter((part) => part !== "").map((part) => {
    const [name, kind] = part.split(":");
    return [name, kind as ArgumentKind];
  });
}

/** The arguments of every call that is executed. */
export const CALL_ARGUMENTS: Readonly<Record<string, ArgumentList>> = {
  // memory
  brk: list("address:word"),
  mmap: list("address:word lengthBytes:word prot:word flags:word fd:int offset:word"),
  munmap: list("address:word lengthBytes:word"),
  mprotect: list("address:word lengthBytes:word prot:word"),
  mremap: list("oldAddress:word oldLengthBytes:word newLengthBytes:word flags:word newAddress:word"),
  madvise: list("address:word lengthBytes:word advice:int"),
  msync: list("address:word lengthBytes:word flags:int"),
  mincore: list("address:word lengthBytes:word vector:word"),
  mlock: list("address:word lengthBytes:word"),
  mlock2: list("address:word lengthBytes:word flags:int"),
  munlock: list("address:word lengthBytes:word"),
  mseal: list("address:word lengthBytes:word flags:word"),
  // processes
  fork: list(""),
  vfork: list(""),
  clone: list("flags:word stack:word parentTid:word childTid:word tls:word"),
  wait4: list("pid:pid status:word options:int usage:word"),
  exit: list("status:int"),
  exit_group: list("status:int"),
  // descriptors
  open: list("path:skip flags:int mode:uint"),
  openat: list("directoryFd:int path:skip flags:int mode:uint"),
  creat: list("path:skip mode:uint"),
  memfd_create: list("name:skip flags:uint"),
  pipe: list("descriptors:word"),
  pipe2: list("descriptors:word flags:int"),
  close: list("fd:int"),
  dup: list("fd:int"),
  dup2: list("fd:int newFd:int"),
  dup3: list("fd:int newFd:int flags:int"),
  fcntl: list("fd:int command:int argument:word"),
  // files
  read: list("fd:int buffer:word lengthBytes:word"),
  pread64: list("fd:int buffer:word lengthBytes:word position:word"),
  write: list("fd:int buffer:word lengthBytes:word"),
  pwrite64: list("fd:int buffer:word lengthBytes:word position:word"),
  lseek: list("fd:int offset:word whence:uint"),
  ftruncate: list("fd:int lengthBytes:word"),
  fallocate: list("fd:int mode:int offset:word lengthBytes:word"),
  fsync: list("fd:int"),
  fdatasync: list("fd:int"),
};

/** Whether the kernel executes a call. */
export function isExecuted(name: string): boolean {
  return Object.hasOwn(CALL_ARGUMENTS, name);
}

/** The named arguments of a recorded call, by its line in the table. */
export function namedArguments(
  record: CallRecord,
  pidOf: (process: string) => number,
): Record<string, number> {
  const args: Record<string, number> = {};
  CALL_ARGUMENTS[record.name].forEach(([name, kind], index) => {
    if (kind !== "skip") args[name] = argumentValue(record.args[index] ?? 0, kind, pidOf);
  });
  return args;
}

function argumentValue(
  value: number | string,
  kind: ArgumentKind,
  pidOf: (process: string) => number,
): number {
  if (typeof value === "string") return pidOf(value);
  return kind === "word" ? value : kind === "uint" ? asUint32(value) : asInt32(value);
}
