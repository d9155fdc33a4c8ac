/**
 * Small recordings for tests: a program of three mappings, then the records that a test gives.
 *
 *     0x555555554000  r-xp  1 page   /bin/small
 *     0x555555555000  rw-p  1 page   /bin/small     present, anonymous
 *     0x555555556000  start of the heap
 *     0x7ffffffde000  rw-p  [stack]                 two pages present
 */
import { boot } from "@palimpsest/fs";
import { LogWriter } from "@palimpsest/kernel";
import { parseRecording } from "../parse.ts";
import type { Recording } from "../record.ts";
import { RECORDING_CONFIG } from "../recording_guest.ts";
import { runRecording } from "../recording_run.ts";
import type { Run } from "../run.ts";

/** Where the small program's heap starts. */
export const SMALL_BREAK = 0x555555556000;

const VMAS = [
  ["0x555555554000", "0x555555555000", "r-xp", 0, "/bin/small", "1."],
  ["0x555555555000", "0x555555556000", "rw-p", 1, "/bin/small", "1a"],
  ["0x7ffffffde000", "0x7ffffffff000", "rw-p", 0, "[stack]", "31.2a"],
] as const;

/** The hash of the small program's mappings. */
export const SMALL_MAPS_HASH = "9f74b9b71fcdddc1";

/** The first mappings of the small program, as a maps record has them. */
export const SMALL_VMAS: readonly (readonly (string | number)[])[] = VMAS;

/** A recording whose header, exec and first maps records stand before `records`. */
export function smallRecording(...records: readonly Record<string, unknown>[]): Recording {
  const lines = [
    {
      e: "hdr",
      format: 1,
      program: "small",
      argv: ["small"],
      stack_top: "0x7ffffffff000",
      env: { PWD: "/srv" },
      files: { "/bin/small": 8192, "/lib/known.so": 20480 },
    },
    { e: "exec", p: "p0", argv: ["/bin/small"] },
    { e: "maps", p: "p0", at: "exec", mh: SMALL_MAPS_HASH, vmas: VMAS },
    { e: "sys", p: "p0", name: "execve", a: ["0x0", "0x0", "0x0"], ret: 0, path: "/bin/small" },
    ...records.map((record) => ({ p: "p0", ...record })),
  ];
  return parseRecording(lines.map((line) => JSON.stringify(line)).join("\n") + "\n", "small.ndjson");
}

/** The line of the first record that a test gives. */
export const FIRST_LINE = 5;

/** Runs a small recording. */
export function runSmall(...records: readonly Record<string, unknown>[]): Run {
  return runRecording(smallRecording(...records), boot(RECORDING_CONFIG));
}

/** Differences of a run in short: line, what was expected, what was got. */
export function differencesOf(run: Run): [line: number, expected: string, got: string][] {
  return run.checks.differences.map(({ line, expected, got }) => [line, expected, got]);
}

/** Runs a recording into a log; the run and the log's bytes. */
export function recordToBytes(recording: Recording): { run: Run; bytes: Uint8Array } {
  const parts: Uint8Array[] = [];
  const log = new LogWriter((part) => parts.push(part.slice()));
  log.header(new TextEncoder().encode(JSON.stringify(RECORDING_CONFIG)));
  const machine = boot(RECORDING_CONFIG, log);
  const run = runRecording(recording, machine);
  machine.endStores();
  log.close();
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return { run, bytes };
}
