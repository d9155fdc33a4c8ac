/**
 * The operations of the script language, as the parser hands them to whoever runs them.
 *
 * SO1. Every operation is a {@link ScriptCall}: a union told apart by `op`, whose open values are of a type `E`: expressions
 *      as parsed, `bigint` once evaluated. Words (flags, protections, advice) are numbers already.
 * SO2. The fields of type `E` stand in the order in which they are evaluated; it decides which missing name is reported.
 * SO3. What the line said is kept: results print it, errors point at it.
 */
import { evaluateExpression, type Expression, type ExpressionEnvironment } from "./expression.ts";

/** A file of a script: `t:` lies on tmpfs, `d:` on ext4, each in a directory of its own that starts empty. */
export interface ScriptFile {
  /** Which file system. */
  readonly mount: "t" | "d";
  /** The name in that directory; never empty, without a slash. */
  readonly name: string;
}

/** A range of addresses. */
export interface RangeOf<E> {
  /** The first byte. */
  readonly address: E;
  /** How many bytes, as given: not rounded. */
  readonly lengthBytes: E;
}

/** mmap(2). */
export interface MmapCall<E> extends RangeOf<E> {
  readonly op: "mmap";
  readonly offset: E;
  readonly fd: E;
  /** PROT_ bits as given, modulo 2^64. */
  readonly protection: bigint;
  /** MAP_ bits as given, modulo 2^64. */
  readonly flags: bigint;
}

/** Calls on a range and nothing else. */
export interface RangeCall<E> extends RangeOf<E> {
  readonly op: "munmap" | "munlock" | "mseal" | "mincore";
}

/** mprotect(2). */
export interface MprotectCall<E> extends RangeOf<E> {
  readonly op: "mprotect";
  readonly protection: bigint;
}

/** madvise(2); `advice` modulo 2^64, so -1 is 2^64-1. */
export interface MadviseCall<E> extends RangeOf<E> {
  readonly op: "madvise";
  readonly advice: bigint;
}

/** msync(2). */
export interface MsyncCall<E> extends RangeOf<E> {
  readonly op: "msync";
  readonly flags: bigint;
}

/** mlock(2), or mlock2(2) with MLOCK_ONFAULT. */
export interface MlockCall<E> extends RangeOf<E> {
  readonly op: "mlock";
  readonly onFault: boolean;
}

/** mremap(2). */
export interface MremapCall<E> {
  readonly op: "mremap";
  readonly address: E;
  readonly oldLengthBytes: E;
  readonly newLengthBytes: E;
  readonly newAddress: E;
  readonly flags: bigint;
}

/** brk: the raw system call, which returns the break it left. */
export interface BrkCall<E> {
  readonly op: "brk";
  readonly address: E;
}

/** sbrk(3): the C library's rule on top of brk. */
export interface SbrkCall<E> {
  readonly op: "sbrk";
  readonly increment: E;
}

/** `count` accesses of one byte at address, address + step, …; `crash` leaves the signal its default effect. */
export interface TouchCall<E> {
  readonly op: "touch" | "crash";
  readonly access: "r" | "w" | "x";
  readonly address: E;
  readonly count: E;
  readonly stepBytes: E;
  /** The byte a write stores; its low 8 bits count. */
  readonly value: E;
}

/** One load of 8 bytes or 1. */
export interface LoadCall<E> {
  readonly op: "load8" | "load1";
  readonly address: E;
}

/** One store of 8 bytes or 1, or one 8-byte read-modify-write. */
export interface StoreCall<E> {
  readonly op: "store8" | "store1" | "add8";
  readonly address: E;
  readonly value: E;
}

/** Loads of one byte each over a range, in order. */
export interface ReadCall<E> extends RangeOf<E> {
  readonly op: "read";
}

/** Stores of one byte each over a range, in order. */
export interface FillCall<E> extends RangeOf<E> {
  readonly op: "fill";
  readonly value: E;
}

/** open(2). */
export interface OpenCall {
  readonly op: "open";
  readonly file: ScriptFile;
  /** O_ bits as given. */
  readonly flags: bigint;
  /** Permission bits for a new file. */
  readonly mode: number;
}

/** memfd_create(2) without flags. */
export interface MemfdCall {
  readonly op: "memfd";
  readonly fileName: string;
}

/** unlink(2). */
export interface UnlinkCall {
  readonly op: "unlink";
  readonly file: ScriptFile;
}

/** Calls on a descriptor and nothing else; `fsize` is fstat's st_size. */
export interface DescriptorCall<E> {
  readonly op: "close" | "dup" | "fsync" | "fdatasync" | "fsize";
  readonly fd: E;
}

/** ftruncate(2). */
export interface FtruncateCall<E> {
  readonly op: "ftruncate";
  readonly fd: E;
  readonly lengthBytes: E;
}

/** lseek(2). */
export interface LseekCall<E> {
  readonly op: "lseek";
  readonly fd: E;
  readonly offset: E;
  readonly whence: E;
}

/** fallocate(2). */
export interface FallocateCall<E> {
  readonly op: "fallocate";
  readonly fd: E;
  readonly offset: E;
  readonly lengthBytes: E;
  /** FALLOC_FL_ bits. */
  readonly mode: bigint;
}

/** pread(2) into a buffer outside the tested address space. */
export interface PreadCall<E> {
  readonly op: "pread";
  readonly fd: E;
  readonly lengthBytes: E;
  readonly offset: E;
}

/** read(2) into a buffer outside the tested address space. */
export interface RdCall<E> {
  readonly op: "rd";
  readonly fd: E;
  readonly lengthBytes: E;
}

/** pwrite(2) from a buffer outside the tested address space. */
export interface PwriteCall<E> {
  readonly op: "pwrite";
  readonly fd: E;
  readonly offset: E;
  readonly bytes: Uint8Array;
}

/** write(2) from a buffer outside the tested address space. */
export interface WrCall<E> {
  readonly op: "wr";
  readonly fd: E;
  readonly bytes: Uint8Array;
}

/** pread(2) or pwrite(2) whose buffer lies in the tested address space. */
export interface UserBufferCall<E> extends RangeOf<E> {
  readonly op: "preadto" | "pwritefrom";
  readonly fd: E;
  readonly offset: E;
}

/** setrlimit(2), the soft limit. */
export interface RlimitCall<E> {
  readonly op: "rlimit";
  readonly resource: "as" | "data" | "memlock";
  /** The limit in bytes; 2^64-1 is RLIM_INFINITY. */
  readonly limit: E;
  /** The limit counts from the current size (written with a leading `+`; `as` and `data` only). */
  readonly relative: boolean;
}

/** fork(2). */
export interface ForkCall {
  readonly op: "fork";
  readonly child: string;
}

/** exit_group(2). */
export interface ExitCall<E> {
  readonly op: "exit";
  readonly code: E;
}

/** A signal from outside that ends a process. */
export interface KillCall {
  readonly op: "kill";
  readonly target: string;
  readonly signal: "SIGKILL" | "SIGTERM";
}

/** wait4(2) with WNOHANG. */
export interface WaitCall {
  readonly op: "wait";
  /** A process, or undefined for any child. */
  readonly target: string | undefined;
}

/** execve(2) of a fresh image. */
export interface ExecCall {
  readonly op: "exec";
}

/** Prints the VMAs and residency of one process or all. */
export interface DumpCall {
  readonly op: "dump";
  readonly all: boolean;
}

/** Appends VMA lists to every later record. Prints no record of its own. */
export interface SetAutodumpCall {
  readonly op: "set autodump";
  readonly autodump: "off" | "vmas" | "full";
}

/** Demands a fault-around window of the kernel. Prints no record of its own. */
export interface SetFaultAroundCall {
  readonly op: "set fault_around";
  readonly windowBytes: number;
}

/** Everything a line can ask for. */
export type ScriptCall<E = Expression> =
  | MmapCall<E>
  | RangeCall<E>
  | MprotectCall<E>
  | MadviseCall<E>
  | MsyncCall<E>
  | MlockCall<E>
  | MremapCall<E>
  | BrkCall<E>
  | SbrkCall<E>
  | TouchCall<E>
  | LoadCall<E>
  | StoreCall<E>
  | ReadCall<E>
  | FillCall<E>
  | OpenCall
  | MemfdCall
  | UnlinkCall
  | DescriptorCall<E>
  | FtruncateCall<E>
  | LseekCall<E>
  | FallocateCall<E>
  | PreadCall<E>
  | RdCall<E>
  | PwriteCall<E>
  | WrCall<E>
  | UserBufferCall<E>
  | RlimitCall<E>
  | ForkCall
  | ExitCall<E>
  | KillCall
  | WaitCall
  | ExecCall
  | DumpCall
  | SetAutodumpCall
  | SetFaultAroundCall;

/** One line of a script. */
export interface ScriptOp {
  /** From 1; comment and blank lines count. */
  readonly lineNumber: number;
  /** From 1: where the operation's word stands. */
  readonly column: number;
  /** The whole line without trailing blanks, as records repeat it. */
  readonly text: string;
  /** Who acts: `p0` unless the line says otherwise. */
  readonly process: string;
  /** The name that remembers the result. */
  readonly name?: string;
  /** What to do. */
  readonly call: ScriptCall;
}

/** A call whose expressions have their values, or the name that kept it from being made. */
export type EvaluatedCall = { readonly call: ScriptCall<bigint> } | { readonly undefinedName: string };

/** Evaluates every expression of a call, in order; the last name without a value wins. */
export function evaluateCall(call: ScriptCall, environment: ExpressionEnvironment): EvaluatedCall {
  const evaluated: Record<string, unknown> = {};
  let undefinedName: string | undefined;
  for (const [field, value] of Object.entries(call)) {
    if (!Array.isArray(value)) {
      evaluated[field] = value;
      continue;
    }
    const result = evaluateExpression(value as Expression, environment);
    if ("value" in result) evaluated[field] = result.value;
    else undefinedName = result.undefinedName;
  }
  return undefinedName === undefined
    ? { call: evaluated as unknown as ScriptCall<bigint> }
    : { undefinedName };
}
