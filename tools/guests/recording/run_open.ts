/**
 * Calls that open files: which file a path leads to and whether it may be opened is given; the descriptor is asked.
 */

import { inodeAt, makeFile } from "@palimpsest/fs";
import type { CallRecord } from "./record.ts";
import { openedFile } from "./recorded_files.ts";
import { aboutCall, askCall, resultText } from "./run_asked.ts";
import { givenResult } from "./run_given.ts";
import type { Run, RunProcess } from "./run.ts";
import { asInt32 } from "./word.ts";

const CREAT_FLAGS = 0o1101;

/** open, openat and creat. */
export function runOpen(run: Run, process: RunProcess, record: CallRecord): void {
  const path = record.realPath ?? record.path ?? "";
  if (record.errno !== undefined) {
    askCall(run, process, record, { args: { path, given: givenResult(run, record) }, kind: "descriptors" });
    return;
  }
  if (inodeAt(run.machine, path) === undefined) {
    const file = openedFile(path, record.fileSystem, flagsOf(record));
    run.machine.run({ kind: "setup", process: process.pid, what: `${path} exists` }, (tx) => {
      makeFile(tx, file);
      return {};
    });
  }
  askCall(run, process, record, { args: { path, given: 1 }, kind: "descriptors" });
}

function flagsOf({ name, args }: CallRecord): number {
  if (name === "creat") return CREAT_FLAGS;
  const flags = args[name === "open" ? 1 : 2];
  return typeof flags === "number" ? asInt32(flags) : 0;
}

/** memfd_create: its name is given. */
export function runMemfd(run: Run, process: RunProcess, record: CallRecord): void {
  askCall(run, process, record, { args: { name: record.path ?? "" }, kind: "descriptors" });
}

/** pipe and pipe2: both descriptors are asked. */
export function runPipe(run: Run, process: RunProcess, record: CallRecord): void {
  const result = askCall(run, process, record, { kind: "results" });
  if (record.descriptors === undefined) return;
  const got = result === 0 ? newestDescriptors(run, process) : [];
  const text = got.length === 0 ? resultText(result) : got.join(" and ");
  run.checks.compare("descriptors", aboutCall(record), record.descriptors.join(" and "), text);
}

/** The descriptors of the newest inode: both ends of a new pipe, the reading end first. */
function newestDescriptors({ machine: { state } }: Run, { pid }: RunProcess): number[] {
  return [...state.process(pid).descriptors.entries()]
    .filter(([, { file }]) => state.file(file).inode === state.counters.inode)
    .sort(([, one], [, other]) => one.file - other.file)
    .map(([descriptor]) => descriptor);
}
