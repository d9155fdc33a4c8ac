/**
 * The end of a recorded process: its fault totals, its memory as it was at the last, its wait status.
 *
 *     sys exit_group     entry: remembered, for all threads
 *     exit               fault totals are compared
 *     maps "exit"        compared (run_maps.ts), and then the process ends
 *     dead               it is a zombie: its wait status is compared; one that no call ended was killed by a signal
 */

import { deliverSignal } from "@palimpsest/kernel";
import type { CallRecord, DeadRecord, ExitRecord } from "./record.ts";
import type { Run, RunProcess } from "./run.ts";
import { asInt32 } from "./word.ts";

/** Compares the fault totals of a process that ends. */
export function compareTotals(run: Run, record: ExitRecord): void {
  const process = run.processOf(record);
  // Threads are counted together, at moments that the recording cannot tell.
  if (run.groupOf(process).length > 1) return;
  const { pid } = process;
  const { minorFaults, majorFaults } = run.machine.state.process(pid);
  run.checks.compare(
    "faultTotals",
    { line: record.line, what: `all faults of ${record.process}` },
    `${record.minorFaults} minor, ${record.majorFaults} major`,
    `${minorFaults} minor, ${majorFaults} major`,
  );
}

/** Takes the entry of a call that ends a process, or one of its threads. */
export function enterEnd(run: Run, process: RunProcess, record: CallRecord): void {
  const ending = record.name === "exit_group" ? run.groupOf(process) : [process];
  for (const member of ending) member.ending ??= record;
}

/** Takes the last maps record of a process, which was compared: the process ends here, unless it is passed over. */
export function endAtMaps(run: Run, process: RunProcess): void {
  process.isLeaving = true;
  if (process.ending !== undefined) endWhenDue(run, process);
}

/** Takes a dead record: a process that no call of its own ended was killed. */
export function runDead(run: Run, record: DeadRecord): void {
  const process = run.processOf(record);
  process.deadRecord = record;
  process.isLeaving = true;
  endWhenDue(run, process);
}

/** Takes a waiting call that returned: those that it passed over may end now. */
export function endPassedOver(run: Run, record: CallRecord): void {
  for (const name of run.passedOver.get(record) ?? []) {
    const process = run.processes.get(name);
    if (process === undefined) continue;
    process.passedOverCount--;
    endWhenDue(run, process);
  }
}

/** Ends a process by its call or by a signal, once no waiting call passes it over any more; compares its status. */
function endWhenDue(run: Run, process: RunProcess): void {
  if (process.passedOverCount > 0) return;
  if (!process.hasEnded) {
    const group = run.groupOf(process);
    if (!group.every(({ isLeaving }) => isLeaving)) return;
    end(run, group.find(({ isThread }) => !isThread) ?? process);
    for (const member of group) member.hasEnded = true;
  }
  const record = process.deadRecord;
  if (record === undefined) return;
  process.deadRecord = undefined;
  if (process.isThread) return;
  const about = { line: record.line, what: `the wait status of ${record.process}` };
  run.checks.compare("processes", about, `${record.waitStatus}`, `${process.waitStatus}`);
}

function end(run: Run, process: RunProcess): void {
  const { pid, ending, deadRecord } = process;
  if (ending !== undefined) {
    const [status] = ending.args;
    run.machine.call(pid, ending.name, { status: typeof status === "number" ? asInt32(status) : 0 });
  } else {
    deliverSignal(run.machine, pid, (deadRecord?.waitStatus ?? 0) % 128);
  }
  process.waitStatus = run.machine.state.process(pid).status;
}
