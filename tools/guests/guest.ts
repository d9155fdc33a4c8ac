/**
 * Guests: who makes the calls. A guest is read from a file, says what machine it runs on, and runs on one; what it
 * checked meanwhile it reports.
 *
 *     file ── GuestKind.read ──▶ Guest ── run(machine) ──▶ GuestReport
 *
 * A kind of guest is one object and one line in registry.ts.
 */

import type { Machine, MachineConfig } from "@palimpsest/kernel";
import type { MemoryWishes } from "./memory_wishes.ts";

/** Something that was not as it should be. */
export interface GuestDifference {
  /** Line in the guest's file. */
  readonly line: number;
  /** What was checked, as in GuestReport.checked. */
  readonly kind: string;
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}

/** What a run of a guest checked, and took as given. */
export interface GuestReport {
  /** Events by kind. */
  readonly events: Readonly<Record<string, number>>;
  /** Checks by what was checked, in words. */
  readonly checked: Readonly<Record<string, number>>;
  readonly differedCount: number;
  /** The first differences. */
  readonly differences: readonly GuestDifference[];
  /** Calls whose results were given, by name. */
  readonly given: Readonly<Record<string, number>>;
  /** What else is to be said of the run, in sentences. */
  readonly notes: readonly string[];
  /** What a program printed. */
  readonly output?: string;
  /** How a program ended, as the end of a sentence: "exited with 0". */
  readonly ending?: string;
  /** Why a program was stopped before it ended, in a sentence. */
  readonly stopped?: string;
}

/** A guest, ready to run. */
export interface Guest {
  /** What it is, in a few words: "the recording of cat in.txt". */
  readonly title: string;
  /** The machine it runs on. */
  readonly config: MachineConfig;
  /** Runs it to its end. `observe` is told how far it has come. */
  run(machine: Machine, observe: (done: number, total: number) => void): GuestReport;
}

/** What a guest that runs elsewhere came to. */
export interface DistantRun {
  readonly report: GuestReport;
  /** The digest of the state at its end. */
  readonly digest: string;
}

/** A guest that runs on a machine elsewhere (a worker), and hands its log over as it grows. */
export interface DistantGuest {
  readonly title: string;
  readonly config: MachineConfig;
  /** Runs it to its end; `append` gets the bytes of the log in order. */
  record(
    append: (bytes: Uint8Array) => void,
    observe: (done: number, total: number) => void,
  ): Promise<DistantRun>;
}

/** What a person asked for beside the file. */
export interface ReadOptions {
  /** The name of the allocator that a guest's malloc is made of. */
  readonly allocator?: string;
  /** The memory that it runs in. */
  readonly memory?: MemoryWishes;
}

/** A kind of guest. */
export interface GuestKind {
  /** What it is, as part of a list: "a recording (.ndjson, .ndjson.gz)". */
  readonly what: string;
  /** Whether a file is one of this kind. */
  recognizes(path: string, bytes: Uint8Array): boolean;
  /** Reads a guest. Throws a UserError when the file is not as it should be. */
  read(path: string, bytes: Uint8Array<ArrayBuffer>, options?: ReadOptions): Guest | Promise<Guest>;
}
