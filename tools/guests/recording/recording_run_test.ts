/**
 * Tests of whole recordings: real programs run without a difference, and nothing that is asked reaches the machine.
 */
import { assertEquals, assertNotEquals } from "@std/assert";
import { boot } from "@palimpsest/fs";
import { checkState } from "@palimpsest/kernel";
import { RECORDING_NAMES, recordingPath } from "../../testing/recordings.ts";
import { readRecording } from "./read.ts";
import type { CallRecord, Recording, RecordingRecord } from "./record.ts";
import { RECORDING_CONFIG } from "./recording_guest.ts";
import { runRecording } from "./recording_run.ts";
import { differencesOf, recordToBytes, smallRecording } from "./testing/small_recording.ts";

for (const name of RECORDING_NAMES) {
  Deno.test(`${name} runs as it did on Linux 6.18: no difference`, async () => {
    const run = runRecording(await readRecording(recordingPath(name)), boot(RECORDING_CONFIG));
    assertEquals(differencesOf(run), []);
    assertEquals([...run.processes.values()].every(({ hasEnded }) => hasEnded), true);
  });
}

/** The checkers walk the whole state: of the longest recording, every eighth record is enough. */
const RECORDS_PER_CHECK: Readonly<Record<string, number>> = { python3: 8 };

Deno.test("every structure of the state holds together while recordings run", async () => {
  for (const name of RECORDING_NAMES) {
    const machine = boot({ ...RECORDING_CONFIG, frameCount: 2 ** 14 });
    runRecording(await readRecording(recordingPath(name)), machine, (done) => {
      if (done % (RECORDS_PER_CHECK[name] ?? 1) === 0) checkState(machine.state);
    });
  }
});

Deno.test("recording twice gives the same log, byte for byte", async () => {
  for (const name of ["true", "forkwait"]) {
    const recording = await readRecording(recordingPath(name));
    assertEquals(recordToBytes(recording).bytes, recordToBytes(recording).bytes);
  }
});

Deno.test("a recording with other answers gives the same log: what is asked never reaches what decides", async () => {
  for (const name of ["true", "python3", "save-array", "mallocs", "gzip"]) {
    const recording = await readRecording(recordingPath(name));
    const lying = recordToBytes(withOtherAnswers(recording));
    assertNotEquals(lying.run.checks.differedCount, 0);
    assertEquals(lying.bytes, recordToBytes(recording).bytes, name);
  }
});

Deno.test("progress is told record by record", () => {
  const told: [number, number][] = [];
  runRecording(smallRecording(), boot(RECORDING_CONFIG), (done, total) => told.push([done, total]));
  assertEquals(told, [[1, 3], [2, 3], [3, 3]]);
});

/** Calls whose results are asked, whatever their arguments. */
const ASKED = new Set("brk mmap munmap mprotect mremap msync close dup2 ftruncate".split(" "));

/** A recording in which everything that is asked is answered otherwise. */
function withOtherAnswers(recording: Recording): Recording {
  return { ...recording, records: recording.records.map(withOtherAnswer) };
}

function withOtherAnswer(record: RecordingRecord): RecordingRecord {
  switch (record.kind) {
    case "sys":
      return otherCall(record);
    case "fault":
      return record.during === undefined
        ? { ...record, isMajor: !record.isMajor, wasPresent: !record.wasPresent }
        : record;
    case "exit":
      return { ...record, minorFaults: record.minorFaults + 1 };
    case "maps":
      return record.at === "exec" ? record : { ...record, vmas: record.vmas.slice(1) };
    default:
      return record;
  }
}

function otherCall(record: CallRecord): CallRecord {
  const mapsHash = record.mapsHash === undefined ? undefined : "0123456789abcdef";
  const isOpened = record.realPath !== undefined;
  if (!ASKED.has(record.name) && !isOpened) return { ...record, mapsHash };
  return { ...record, mapsHash, result: Number(record.result) + 4096 };
}
