/**
 * Runs a recording on a machine: each record in order, and what it asks compared.
 */

import type { Machine } from "@palimpsest/kernel";
import type { ExecRecord, MapsRecord, Recording, RecordingRecord, SignalRecord } from "./record.ts";
import { recordingError } from "./record_fields.ts";
import { type EarlyRecord, laterCalls } from "./later_calls.ts";
import { Run } from "./run.ts";
import { runCall } from "./run_call.ts";
import { compareTotals, endAtMaps, runDead } from "./run_end.ts";
import { runExec } from "./run_exec.ts";
import { runFork } from "./run_fork.ts";
import { runFault } from "./run_fault.ts";
import { compareMaps } from "./run_maps.ts";

/** Told how many records are done. */
export type RecordObserver = (done: number, total: number) => void;

/** Runs a recording from its first record to its last. */
export function runRecording(
  recording: Recording,
  machine: Machine,
  observe: RecordObserver = () => {},
): Run {
  const run = new Run(recording, machine);
  const { records } = recording;
  const calls = laterCalls(records);
  for (let index = 0; index < records.length; index++) {
    const record = records[index];
    if (record.kind === "fork") runFork(run, record, calls.get(record));
    else if (record.kind === "exec") {
      runExec(run, record, imageBehind(run, record, index), calls.get(record));
    } else runRecord(run, record);
    observe(index + 1, records.length);
  }
  return run;
}

function runRecord(run: Run, record: Exclude<RecordingRecord, EarlyRecord>): void {
  switch (record.kind) {
    case "maps":
      return runMaps(run, record);
    case "sys":
      return runCall(run, record);
    case "fault":
      return runFault(run, record);
    case "exit":
      return compareTotals(run, record);
    case "dead":
      return runDead(run, record);
    case "signal":
      return runSignal(run, record);
    default:
      return record satisfies never;
  }
}

/** An image was built with its exec record; other VMA lists are compared, and after the last the process ends. */
function runMaps(run: Run, record: MapsRecord): void {
  if (record.at === "exec") return;
  compareMaps(run, record);
  if (record.at === "exit") endAtMaps(run, run.processOf(record));
}

/** A signal that was delivered; what it does to the process, its further records show. */
function runSignal(run: Run, record: SignalRecord): void {
  const { pid } = run.processOf(record);
  run.machine.run({ kind: "signal", process: pid, number: record.signal, code: 0, address: 0 }, () => ({}));
}

/** The maps record that an exec record's image stands in: the next record of its process. */
function imageBehind({ recording: { file, records } }: Run, exec: ExecRecord, index: number): MapsRecord {
  for (let at = index + 1; at < records.length; at++) {
    const record = records[at];
    if (record.process !== exec.process) continue;
    if (record.kind === "maps" && record.at === "exec") return record;
    break;
  }
  throw recordingError(
    { file, line: exec.line },
    'No maps record with the image ("at":"exec") follows the exec record.',
  );
}
