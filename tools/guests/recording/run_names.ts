/**
 * Names that are taken away: a mapping of a file without a name is shown as deleted, so a recording's unlink must reach
 * the machine. Whether it succeeded is given; so is the folder that relative paths start from, as far as chdir shows it.
 */

import { inodeAt } from "@palimpsest/fs";
import { resolve } from "@std/path";
import type { CallRecord } from "./record.ts";
import { runGivenCall } from "./run_given.ts";
import type { Run, RunProcess } from "./run.ts";
import { asInt32 } from "./word.ts";

const AT_FDCWD = -100;

/** unlink and unlinkat. */
export function runUnlink(run: Run, process: RunProcess, record: CallRecord): void {
  const path = record.errno === undefined ? pathOf(process, record) : undefined;
  if (path === undefined || inodeAt(run.machine, path) === undefined) {
    return runGivenCall(run, process, record);
  }
  run.checks.countGiven(record.name);
  run.machine.call(process.pid, "unlink", { path });
}

/** The path that a call names, when it can be known without looking at links. */
function pathOf(process: RunProcess, { name, path, args }: CallRecord): string | undefined {
  if (path === undefined) return undefined;
  const isRelativeToFd = name === "unlinkat" && !path.startsWith("/") &&
    asInt32(Number(args[0])) !== AT_FDCWD;
  return isRelativeToFd ? undefined : resolve(process.folder, path);
}

/** chdir: relative paths start from another folder. */
export function runChdir(run: Run, process: RunProcess, record: CallRecord): void {
  runGivenCall(run, process, record);
  if (record.errno === undefined && record.path !== undefined) {
    process.folder = resolve(process.folder, record.path);
  }
}
