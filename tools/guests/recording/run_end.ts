/**
 * The end of a recorded process: its fault totals, its memory as it was at the last, its wait status.
 *
 *     sys exit_group     entry: remembered
 *     exit               fault totals are compared
 *     maps "exit"        compared (run_maps.ts), and then the process ends
 *     dead               it is a zombie: its wait status is compared; one that no call ended was killed by a signal
 */

import { deliverSignal } from "@palimpsest/kernel";
import type { DeadRecord, ExitRecord } from "./record.ts";
import type { Run, RunProcess } from "./run.ts";
import { asInt32 } from "./word.ts";

/** Compares the fault totals of a process that ends. */
export function compareTotals(run: Run, record: ExitRecord): void {
  const { pid } = run.processOf(record);
  const { minorFaults, majorFaults } = run.machine.state.process(pid);
  run.checks.compare(
    "faultTotals",
    { line: record.line, what: `all faults of ${record.process}` },
    `${record.minorFaults} minor, ${record.majorFaults} major`,
    `${minorFaults} minor, ${majorFaults} major`,
  );
}

/** Makes the call that ends a process, when it has come to one. */
export function finishEnding(run: Run, process: RunProcess): void {
  const { ending } = process;
  if (ending === undefined || process.hasEnded) return;
  process.hasEnded = true;
  const status = ending.args[0];
  run.machine.call(process.pid, ending.name, { status: typeof status === "number" ? asInt32(status) : 0 });
}

/** Ends a process that its dead record finds alive, and compares its wait status. */
export function runDead(run: Run, record: DeadRecord): void {
  const process = run.processOf(record);
  finishEnding(run, process);
  if (!process.hasEnded) {
    process.hasEnded = true;
    deliverSignal(run.machine, process.pid, record.waitStatus % 128);
  }
  const { status } = run.machine.state.process(process.pid);
  process.waitStatus = status;
  const about = { line: record.line, what: `the wait status of ${record.process}` };
  run.checks.compare("processes", about, `${record.waitStatus}`, `${status}`);
}
