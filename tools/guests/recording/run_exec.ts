/**
 * Images of recorded processes: an exec record and the maps record behind it are given, and become one execve event.
 *
 * The first exec also furnishes the machine: the files of the header, and p0 with the descriptors it inherited.
 */

import { inodeAt, makeFile } from "@palimpsest/fs";
import { buildImage, OPEN, RLIMIT, type Transaction } from "@palimpsest/kernel";
import { basename } from "@std/path";
import { imageOf } from "./exec_image.ts";
import type { CallRecord, ExecRecord, MapsRecord, RecordedVma } from "./record.ts";
import { readPath } from "./recorder_reads.ts";
import { headerFile, openNameless, specialFile } from "./recorded_files.ts";
import { compareMaps } from "./run_maps.ts";
import { FIRST_PID, type Run, type RunProcess } from "./run.ts";

/**
 * The descriptors a recorded program starts with: standard input, output and error, and 4, which the recorder's own
 * parent (perf record) leaves open in every program it starts.
 */
export const INHERITED_DESCRIPTORS = [0, 1, 2, 4] as const;

/** Furnishes the machine with the files of the header and with p0, before its first image. */
export function furnish(run: Run): void {
  const { machine, recording } = run;
  machine.run({ kind: "setup", process: 0, what: "the files of the recording" }, (tx) => {
    for (const [path, sizeBytes] of recording.header.files) makeFile(tx, headerFile(path, sizeBytes));
    return {};
  });
  machine.run({ kind: "setup", process: FIRST_PID, what: "the first process and its descriptors" }, (tx) => {
    tx.emit({ kind: "processNew", process: FIRST_PID, parent: 0, space: 0, name: recording.header.program });
    for (const descriptor of INHERITED_DESCRIPTORS) inheritDescriptor(tx, descriptor);
    return {};
  });
  run.addProcess("p0", FIRST_PID);
}

function inheritDescriptor(tx: Transaction, descriptor: number): void {
  const file = openNameless(tx, `inherited descriptor ${descriptor}`);
  tx.emit({ kind: "descriptorPut", process: tx.pid, descriptor, file, closeOnExec: false });
}

/** Gives a process the image of its exec record. */
export function runExec(run: Run, exec: ExecRecord, maps: MapsRecord, call: CallRecord | undefined): void {
  if (run.processes.size === 0) furnish(run);
  const process = run.processOf(exec);
  if (call !== undefined && process.hasImage) readPath(run, process, call);
  const path = maps.vmas.find(({ name }) => name.startsWith("/"))?.name ?? exec.argv[0] ?? "";
  const header = { kind: "given", process: process.pid, name: "execve", arguments: [], path } as const;
  run.machine.run(header, (tx) => {
    const opened = new Map<string, { file: number; inode: number }>();
    buildImage(
      tx,
      imageOf(maps, {
        name: basename(path),
        stackLimitBytes: tx.process.limits[RLIMIT.STACK].soft,
        fileOf: (vma) => imageFile(run, tx, vma, opened),
      }),
    );
    countExecFaults(tx, process);
    return { result: 0 };
  });
  compareMaps(run, maps);
}

/** The open file behind a mapping of an image: program and interpreter are opened once each. */
function imageFile(
  run: Run,
  tx: Transaction,
  vma: RecordedVma,
  opened: Map<string, { file: number; inode: number }>,
): { file: number; inode: number } {
  const known = opened.get(vma.name);
  if (known !== undefined) return known;
  const pageCount = (vma.end - vma.start) / 4096;
  const description = vma.name.startsWith("/")
    ? headerFile(vma.name, run.recording.header.files.get(vma.name) ?? pageCount * 4096)
    : specialFile(vma.name, pageCount);
  const inode = inodeAt(run.machine, vma.name) ?? makeFile(tx, description);
  const file = tx.state.counters.file + 1;
  tx.emit({ kind: "fileNew", file, inode, flags: OPEN.RDONLY });
  opened.set(vma.name, { file, inode });
  return { file, inode };
}

/**
 * The faults that execve itself took, which are given with the image: those recorded in it, and one that has no record
 * (get_user_pages for the page of the arguments). p0's totals count from after its exec, so its first has none.
 */
function countExecFaults(tx: Transaction, process: RunProcess): void {
  const recorded = process.pendingFaults;
  process.pendingFaults = [];
  if (process.hasImage) {
    const major = recorded.filter((fault) => fault.isMajor).length;
    tx.emit({ kind: "faultsCount", process: tx.pid, minor: recorded.length - major + 1, major });
  }
  process.hasImage = true;
}
