/**
 * Calls of a recording, each to what takes it:
 *
 *     executed    arguments ──▶ kernel ──▶ result ──▶ compared        call_arguments.ts; run_asked.ts and the files below
 *     given       arguments and recorded result ──▶ given event       given_calls.ts; run_given.ts
 *     neither     told as a difference                                nobody has judged it yet
 */

import { isExecuted } from "./call_arguments.ts";
import { isExecCall, isForkCall } from "./later_calls.ts";
import type { CallRecord } from "./record.ts";
import { readPath } from "./recorder_reads.ts";
import { askCall } from "./run_asked.ts";
import { closeRange, makesDescriptor, openPair, runMaking } from "./run_descriptors.ts";
import { enterEnd } from "./run_end.ts";
import { compareForkResult } from "./run_fork.ts";
import { runGivenCall, runUnknownCall } from "./run_given.ts";
import { runChdir, runUnlink } from "./run_names.ts";
import { runMemfd, runOpen, runPipe } from "./run_open.ts";
import { runFcntl, runSeek, runTransfer, TRANSFER_CHANGES } from "./run_transfer.ts";
import { runWait } from "./run_wait.ts";
import type { Run, RunProcess } from "./run.ts";

type Handler = (run: Run, process: RunProcess, record: CallRecord) => void;

const askDescriptor: Handler = (run, process, record) => {
  askCall(run, process, record, { kind: "descriptors" });
};

/** Calls that need more than their arguments, or are part executed and part given. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  exit: enterEnd,
  exit_group: enterEnd,
  wait4: runWait,
  open: runOpen,
  openat: runOpen,
  creat: runOpen,
  memfd_create: runMemfd,
  pipe: runPipe,
  pipe2: runPipe,
  dup: askDescriptor,
  dup2: askDescriptor,
  dup3: askDescriptor,
  fcntl: runFcntl,
  read: runTransfer,
  pread64: runTransfer,
  write: runTransfer,
  pwrite64: runTransfer,
  lseek: runSeek,
  unlink: runUnlink,
  unlinkat: runUnlink,
  chdir: runChdir,
  close_range: (run, process, record) => runGivenCall(run, process, record, closeRange),
  socketpair: (run, process, record) => runGivenCall(run, process, record, openPair),
};

/** Takes a call record. */
export function runCall(run: Run, record: CallRecord): void {
  const process = run.processOf(record);
  const hasSucceeded = record.errno === undefined;
  // Its image stood in the exec record.
  if (isExecCall(record.name) && hasSucceeded) return;
  readPath(run, process, record);
  if (isForkCall(record.name) && hasSucceeded) compareForkResult(run, process, record);
  else handlerOf(record.name)(run, process, record);
}

function handlerOf(name: string): Handler {
  if (Object.hasOwn(HANDLERS, name)) return HANDLERS[name];
  if (makesDescriptor(name)) return runMaking;
  if (isForkCall(name) || isExecCall(name)) return runGivenCall;
  if (Object.hasOwn(TRANSFER_CHANGES, name)) {
    return (run, process, record) => runGivenCall(run, process, record, TRANSFER_CHANGES[name]);
  }
  if (isExecuted(name)) {
    return (run, process, record) => void askCall(run, process, record, { kind: "results" });
  }
  return runUnknownCall;
}
