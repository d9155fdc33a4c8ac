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
 * CA1. These are the calls that are asked: the kernel gets these arguments, and its result is compared.
 * CA2. Calls of the given kind stand in given_calls.ts, never here.
 */

import type { CallArguments } from "@palimpsest/kernel";
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

/** The arguments of every asked call that the kernel makes with nothing but its arguments. */
export const CALL_ARGUMENTS: Readonly<Record<string, ArgumentList>> = {
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
  fork: list(""),
  vfork: list(""),
  clone: list("flags:word stack:word parentTid:word childTid:word tls:word"),
  wait4: list("pid:pid status:word options:int usage:word"),
  mseal: list("address:word lengthBytes:word flags:word"),
};

/** The named arguments of a recorded call, by its line in the table. */
export function namedArguments(record: CallRecord, pidOf: (process: string) => number): CallArguments {
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
