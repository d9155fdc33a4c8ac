/**
 * What the recorder itself did to a program's memory: at the entry of every call with a path it read the text through
 * /proc/PID/mem. Pages of the text that were absent were faulted in by that (get_user_pages), without a fault of the
 * program: not recorded, not counted, and not taken any more by the call.
 */

import { decideFault, isPresent, PAGE_SIZE, pageOf, TASK_SIZE } from "@palimpsest/kernel";
import type { CallRecord } from "./record.ts";
import type { Run, RunProcess } from "./run.ts";

/** Which argument of a call the recorder read as a text (oracle/record/rec.c: patharg). */
const PATH_ARGUMENTS: Readonly<Record<string, number>> = {
  open: 0,
  access: 0,
  execve: 0,
  unlink: 0,
  stat: 0,
  lstat: 0,
  readlink: 0,
  creat: 0,
  mkdir: 0,
  chdir: 0,
  memfd_create: 0,
  openat: 1,
  newfstatat: 1,
  unlinkat: 1,
  faccessat: 1,
  faccessat2: 1,
  readlinkat: 1,
  mkdirat: 1,
  statx: 1,
};

/** Faults in what the recorder read at the entry of a call. An event only where something was absent. */
export function readPath(run: Run, process: RunProcess, record: CallRecord): void {
  const address = record.args[PATH_ARGUMENTS[record.name] ?? -1];
  if (typeof address !== "number" || address <= 0 || address >= TASK_SIZE) return;
  const lengthBytes = new TextEncoder().encode(record.path ?? "").length + 1;
  for (let page = pageOf(address); page * PAGE_SIZE < address + lengthBytes; page++) {
    const { state } = run.machine;
    if (isPresent(state.spaceOf(process.pid).pte(page))) continue;
    run.machine.run({ kind: "setup", process: process.pid, what: "the recorder reads a path" }, (tx) => {
      decideFault(tx, page, {});
      return {};
    });
  }
}
