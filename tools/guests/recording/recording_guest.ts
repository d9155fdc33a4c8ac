/**
 * Recordings as guests: a real program's run, call by call and fault by fault, checked against the real kernel.
 */

import type { MachineConfig } from "@palimpsest/kernel";
import { UserError } from "../../command_line/failure.ts";
import type { Guest, GuestKind, GuestReport } from "../guest.ts";
import { type MemoryWishes, wantsOtherMemory } from "../memory_wishes.ts";
import { CHECK_KINDS, type CheckKind } from "./checks.ts";
import { decodeRecording, looksLikeRecording } from "./read.ts";
import type { Recording } from "./record.ts";
import { runRecording } from "./recording_run.ts";
import type { Run } from "./run.ts";

/**
 * The machine that recordings run on: the recorder's, as its scripts tell (23.5 GiB, no swap). The frames are fewer,
 * since a recorded program needs few of them; the overcommit heuristic sees the recorder's.
 */
export const RECORDING_CONFIG: MachineConfig = {
  frameCount: 2 ** 20,
  ramPages: 6171023,
  swapSlotCount: 0,
  storesAreUnseen: true,
};

/** Recordings, as a kind of guest. */
export const recordingGuest: GuestKind = {
  what: "a recording of a real program (.ndjson, .ndjson.gz)",
  recognizes: (path, bytes) => /\.ndjson(\.gz)?$/.test(path) || looksLikeRecording(bytes),
  read: async (path, bytes, options) => {
    if (options?.memory !== undefined) refuse(path, options.memory);
    return guestOf(await decodeRecording(bytes, path));
  },
};

function refuse(path: string, wishes: MemoryWishes): never {
  if (wishes.accesses && !wantsOtherMemory(wishes)) {
    throw new UserError(
      `${path}: A recording tells of calls and faults, not of the order in which pages were used; ` +
        "leave --accesses out, or trace the program with valgrind's lackey (--tool=lackey --trace-mem=yes).",
    );
  }
  throw new UserError(
    `${path}: A recording is checked against the machine that it was made on, whose memory cannot be chosen; ` +
      "choose the memory of a program, a script or a trace of references.",
  );
}

/** A recording as a guest. */
export function guestOf(recording: Recording): Guest {
  return {
    title: `the recording of ${recording.header.argv.join(" ")}`,
    config: RECORDING_CONFIG,
    run: (machine, observe) => reportOf(runRecording(recording, machine, observe)),
  };
}

function reportOf(run: Run): GuestReport {
  const { checks } = run;
  const words = (kind: string) => CHECK_KINDS[kind as CheckKind];
  return {
    events: Object.fromEntries(run.eventCounts),
    checked: Object.fromEntries(Object.entries(checks.checked).map(([kind, count]) => [words(kind), count])),
    differedCount: checks.differedCount,
    differences: checks.differences.map((difference) => ({ ...difference, kind: words(difference.kind) })),
    given: checks.given,
    notes: notesOf(run),
  };
}

/** Processes that the recording leaves alive: it was cut off, or stopped before they ended. */
function notesOf(run: Run): string[] {
  const alive = [...run.processes.values()].filter((process) => !process.hasEnded).map(({ name }) => name);
  return alive.length === 0 ? [] : [`The recording ends before ${alive.join(", ")} did; it may be cut off.`];
}
