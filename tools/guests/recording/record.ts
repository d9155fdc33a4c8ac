/**
 * The records of a recording: what a real program did on a real kernel, one JSON object a line, in order of time.
 *
 *     hdr      the program, its files and their sizes           first line, once
 *     exec     a process runs a new image                       then maps "exec": the image
 *     maps     VMAs and residency                               "exec" given; "mid", "exit" asked
 *     sys      a system call, at its return                     exit, exit_group: at their entry
 *     fault    one accounted page fault                         `in`: the call during which it happened
 *     fork     a child process starts                           before the child's first record
 *     signal   a signal is delivered
 *     exit     a process ends: its fault totals
 *     dead     a process is a zombie: its wait status
 *
 * RC1. Addresses are numbers; words of arguments are signed, and saturated where a number cannot hold them (word.ts).
 * RC2. Every record knows its line, counted from 1.
 */

import type { Run } from "../script/runs_text.ts";

/** The first line: what was recorded, and what is given about it. */
export interface HeaderRecord {
  readonly kind: "hdr";
  readonly line: number;
  readonly program: string;
  readonly argv: readonly string[];
  readonly stackTop: number;
  /** The environment; PWD names the folder that relative paths start from. */
  readonly env: Readonly<Record<string, string>>;
  /** Sizes in bytes of the files that are mapped at some time, by resolved path. */
  readonly files: ReadonlyMap<string, number>;
}

/** A process runs a new image; its VMAs follow in a maps record. */
export interface ExecRecord {
  readonly kind: "exec";
  readonly line: number;
  readonly process: string;
  readonly argv: readonly string[];
}

/** What a page shows: nothing, anonymous mapped once (a) or more often (c), of a file (f), zero page, swapped, guard. */
export type RecordedResidency = "." | "a" | "c" | "f" | "z" | "s" | "g";

/** A VMA as /proc/PID/maps and /proc/PID/pagemap show it. */
export interface RecordedVma {
  readonly start: number;
  readonly end: number;
  /** Such as "rw-p". */
  readonly permissions: string;
  readonly pageOffset: number;
  readonly name: string;
  /** Runs over all pages; undefined where the recorder gave none (a VMA of more than 256 MiB). */
  readonly residency: readonly Run<RecordedResidency>[] | undefined;
}

/** All VMAs of a process. */
export interface MapsRecord {
  readonly kind: "maps";
  readonly line: number;
  readonly process: string;
  readonly at: "exec" | "mid" | "exit";
  readonly mapsHash: string;
  readonly vmas: readonly RecordedVma[];
}

/** What a call returned: a number, or the name of a process or "outside" where it is a pid. */
export type RecordedResult = number | string;

/** A system call, at its return. */
export interface CallRecord {
  readonly kind: "sys";
  readonly line: number;
  readonly process: string;
  readonly name: string;
  /** Raw arguments as words; a process name where the recorder knew the pid. */
  readonly args: readonly (number | string)[];
  /** Undefined for calls that do not return, and for rt_sigreturn. */
  readonly result: RecordedResult | undefined;
  /** The name of the errno when it failed (result is -1 then). */
  readonly errno: string | undefined;
  /** The hash of the VMA list after a memory call. */
  readonly mapsHash: string | undefined;
  /** The string argument of calls that take a path. */
  readonly path: string | undefined;
  /** The resolved path of a file that was opened. */
  readonly realPath: string | undefined;
  /** ext4, tmpfs, proc … of a file that was opened. */
  readonly fileSystem: string | undefined;
  /** Both ends of a pipe. */
  readonly descriptors: readonly [number, number] | undefined;
  /** What wait4 reported. */
  readonly waitStatus: number | undefined;
}

/** One page fault that the real kernel counted. */
export interface FaultRecord {
  readonly kind: "fault";
  readonly line: number;
  readonly process: string;
  readonly address: number;
  /** Undefined where the recorder could not tell. */
  readonly access: "r" | "w" | "x" | undefined;
  /** Whether the page was present: a fault of protection. Undefined where the recorder could not tell. */
  readonly wasPresent: boolean | undefined;
  readonly isMajor: boolean;
  readonly byKernel: boolean;
  /** The call during which it happened. */
  readonly during: string | undefined;
}

/** A child process starts. */
export interface ForkRecord {
  readonly kind: "fork";
  readonly line: number;
  readonly process: string;
  readonly child: string;
  readonly how: "fork" | "vfork" | "clone";
}

/** A signal is delivered. */
export interface SignalRecord {
  readonly kind: "signal";
  readonly line: number;
  readonly process: string;
  readonly signal: number;
}

/** A process ends; p0's totals count from its exec, those of others from their fork. */
export interface ExitRecord {
  readonly kind: "exit";
  readonly line: number;
  readonly process: string;
  readonly minorFaults: number;
  readonly majorFaults: number;
}

/** A process is a zombie. */
export interface DeadRecord {
  readonly kind: "dead";
  readonly line: number;
  readonly process: string;
  readonly waitStatus: number;
}

/** Any record after the header. */
export type RecordingRecord =
  | ExecRecord
  | MapsRecord
  | CallRecord
  | FaultRecord
  | ForkRecord
  | SignalRecord
  | ExitRecord
  | DeadRecord;

/** A whole recording. */
export interface Recording {
  /** The file it was read from, as it was named. */
  readonly file: string;
  readonly header: HeaderRecord;
  readonly records: readonly RecordingRecord[];
}
