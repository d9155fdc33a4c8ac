/**
 * `crash FILE.plog --at N`: cuts the power after an event of a log, and shows the disk as a reboot would find it.
 */

import { checkJournal, checkPicture, cutPower, type DiskPicture, syncedDisk } from "@palimpsest/fs";
import type { State } from "@palimpsest/kernel";
import { defineCommand } from "../command_line/command.ts";
import { CheckFailed, exitStatus, UserError } from "../command_line/failure.ts";
import { resolvePosition } from "../command_line/position.ts";
import { LogView } from "../log_file/log_view.ts";
import { budgetBytesOf, memoryOption } from "../log_file/memory_option.ts";
import { cutLines, diskLines, type DiskRow, diskRows } from "../printing/disk_table.ts";
import { eventLine } from "../printing/event_line.ts";

/** A larger file is not printed. */
const MOST_TEXT_BYTES = 2 ** 24;

/** What a power cut left. */
export interface CrashReport {
  /** The event after which it came. */
  readonly event: number;
  /** What chose between what may be there and what may not. */
  readonly seed: number;
  /** What fsck has to say; none when the disk is well-formed. */
  readonly problems: readonly string[];
  /** Every file, beside what it was. */
  readonly files: readonly DiskRow[];
  /** The disk. */
  readonly picture: DiskPicture;
}

/** The command. */
export const crash = defineCommand({
  name: "crash",
  summary: "cuts the power after any event of a log, and shows the disk as a reboot would find it",
  description: [
    "What was promised to be durable (fsync, sync, O_SYNC …) is there. What was not may be there or not: the seed " +
    "chooses; seed 0 is the worst case, in which nothing is there that was not promised.",
    "The journal is replayed, files without a name are removed, and fsck looks at the result. The log alone is " +
    "needed: the run is not repeated. The exit status is 1 when fsck finds something wrong.",
  ],
  operands: { log: { label: "FILE.plog", help: "the log to read" } },
  options: {
    at: {
      kind: "position",
      label: "N",
      help: "the last event before the cut: its number (0 is boot), 40%, last or last-3",
      required: true,
    },
    seed: { kind: "whole", label: "S", default: 0, help: "what may have survived by chance" },
    path: { kind: "text", label: "P", help: "print what this file holds instead" },
    memory: memoryOption,
  },
  examples: [
    { command: "crash out/careless_save.plog --at 60%", says: "what is left of the file, at the worst" },
    { command: "crash out/careless_save.plog --at 60% --seed 7", says: "with other luck" },
  ],
  run({ operands, options, json, print, printJson, warn, progress }) {
    const view = LogView.open(operands.log, { budgetBytes: budgetBytesOf(options) });
    if (view.damage !== undefined) warn(`crash: ${view.damage}`);
    const number = resolvePosition(options.at, view.lastEvent);
    const state = view.stateAfter(number, (done, total) => progress.report("folding", done, total));
    progress.clear();
    const report = crashReport(state, number, options.seed);
    if (options.path !== undefined) print(fileText(report, options.path));
    else if (json) printJson(crashJson(report));
    else for (const line of crashLines(view, report)) print(line);
    return report.problems.length === 0 ? exitStatus.done : exitStatus.checkFailed;
  },
});

/** Cuts the power of a state that was read after an event. */
export function crashReport(state: State, event: number, seed: number): CrashReport {
  const picture = cutPower(state, seed);
  const problems = [...checkJournal(state), ...checkPicture(picture)];
  return { event, seed, problems, files: diskRows(syncedDisk(state), picture), picture };
}

/** The report for a person. */
export function crashLines(view: LogView, { event, seed, problems, files, picture }: CrashReport): string[] {
  const line = eventLine(view.system.codec.schema, view.event(event));
  return [
    `The power is cut after event ${event} of ${view.lastEvent}, ${line} (seed ${seed}).`,
    "",
    ...cutLines(picture.report),
    ...(problems.length === 0
      ? ["  fsck        the disk is well-formed"]
      : problems.map((each) => `  fsck        ${each}`)),
    "",
    ...(files.length === 0 ? ["There are no files on the disk, and there were none."] : diskLines(files)),
  ];
}

/** The report as data. */
export function crashJson({ event, seed, problems, files, picture }: CrashReport): Record<string, unknown> {
  return { event, seed, problems, ...picture.report, files };
}

function fileText({ picture, event }: CrashReport, path: string): string {
  const inode = picture.fileAt(path);
  if (inode === undefined) {
    const known = picture.files().map((file) => file.path).join(", ") || "none";
    throw new UserError(`There is no file ${path} on the disk after event ${event}; there is ${known}.`);
  }
  const { unknownPages, sizeBytes } = inode.attributes;
  if (sizeBytes > MOST_TEXT_BYTES) throw new UserError(`${path} has ${sizeBytes} bytes, too many to print.`);
  const { bytes, known } = picture.bytes(inode);
  if (!known || unknownPages > 0) {
    throw new CheckFailed(`The bytes of ${path} are not known: it was there before the run.`);
  }
  return new TextDecoder().decode(bytes).replace(/\n$/, "");
}
