/**
 * Waiting for children: the child that wait4 returns and the status it reports.
 */

import { namedArguments } from "./call_arguments.ts";
import type { CallRecord } from "./record.ts";
import { aboutCall, expectedText, resultText } from "./run_asked.ts";
import { endPassedOver } from "./run_end.ts";
import { compareFaults } from "./run_fault.ts";
import type { Run, RunProcess } from "./run.ts";

/** wait4. */
export function runWait(run: Run, process: RunProcess, record: CallRecord): void {
  const args = namedArguments(record, (name) => run.pidOf(name));
  let result = 0;
  const seen = run.watchFaults(() => result = run.machine.call(process.pid, "wait4", args));
  const child = [...run.processes.values()].find(({ pid }) => pid === result);
  const status = args.status === 0 ? undefined : child?.waitStatus;
  run.checks.compare(
    "processes",
    aboutCall(record),
    expectedText(record) + statusText(record.waitStatus),
    child === undefined ? resultText(result) : child.name + statusText(status),
  );
  compareFaults(run, run.takePendingFaults(process), seen, record.line);
  endPassedOver(run, record);
}

function statusText(waitStatus: number | undefined): string {
  return waitStatus === undefined ? "" : `, status ${waitStatus}`;
}
