/**
 * Guests: who makes the calls. A guest is read from a file, says what machine it runs on, and runs on one; what it
 * checked meanwhile it reports.
 *
 *     file ── GuestKind.read ──▶ Guest ── run(machine) ──▶ GuestReport
 *
 * A kind of guest is one object and one line in registry.ts.
 */

import type { Machine, MachineConfig } from "@palimpsest/kernel";

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

/** A kind of guest. */
export interface GuestKind {
  /** What it is, as part of a list: "a recording (.ndjson, .ndjson.gz)". */
  readonly what: string;
  /** Whether a file is one of this kind. */
  recognizes(path: string, bytes: Uint8Array): boolean;
  /** Reads a guest. Throws a UserError when the file is not as it should be. */
  read(path: string, bytes: Uint8Array<ArrayBuffer>): Guest | Promise<Guest>;
}
