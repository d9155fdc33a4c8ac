/**
 * `fsck FILE.plog --at N`: checks the disk of a machine as it stands after an event, and as power cuts would leave it.
 */

import { checkJournal, checkPicture, cutPower, syncedDisk } from "@palimpsest/fs";
import type { State } from "@palimpsest/kernel";
import { defineCommand } from "../command_line/command.ts";
import { exitStatus } from "../command_line/failure.ts";
import { resolvePosition } from "../command_line/position.ts";
import { LogView } from "../log_file/log_view.ts";
import { budgetBytesOf, memoryOption } from "../log_file/memory_option.ts";

const USUAL_SEEDS = 10;

/** What was looked at, and what is wrong with it. */
interface Finding {
  readonly what: string;
  readonly problems: readonly string[];
}

/** The command. */
export const fsck = defineCommand({
  name: "fsck",
  summary: "checks the disk of a machine after any event of a log",
  description: [
    "The journal is checked, the disk as it would be if everything were written back, and the disk as power cuts with " +
    "several seeds would leave it: every name stands for an inode, link counts, no block twice, sizes against " +
    "blocks. The exit status is 1 when something is wrong.",
  ],
  operands: { log: { label: "FILE.plog", help: "the log to read" } },
  options: {
    at: {
      kind: "position",
      label: "N",
      help: "the event to stand after: its number (0 is boot), 40%, last or last-3",
      required: true,
    },
    seeds: {
      kind: "whole",
      label: "K",
      default: USUAL_SEEDS,
      help: "power cuts with the seeds 0 to K - 1",
    },
    memory: memoryOption,
  },
  examples: [{ command: "fsck out/careful_save.plog --at last", says: "the disk at the end of the run" }],
  run({ operands, options, json, print, printJson, warn, progress }) {
    const view = LogView.open(operands.log, { budgetBytes: budgetBytesOf(options) });
    if (view.damage !== undefined) warn(`fsck: ${view.damage}`);
    const number = resolvePosition(options.at, view.lastEvent);
    const state = view.stateAfter(number, (done, total) => progress.report("folding", done, total));
    progress.clear();
    const findings = fsckFindings(state, options.seeds);
    if (json) printJson({ event: number, findings });
    else {
      print(`The disk after event ${number} of ${view.lastEvent}:`);
      for (const { what, problems } of findings) {
        print(`  ${what}: ${problems.length === 0 ? "well-formed" : problems.join("; ")}`);
      }
    }
    return findings.every(({ problems }) => problems.length === 0) ? exitStatus.done : exitStatus.checkFailed;
  },
});

function fsckFindings(state: State, seeds: number): Finding[] {
  const cuts = Array.from({ length: seeds }, (_, seed) => ({
    what: `after a power cut, seed ${seed}`,
    problems: checkPicture(cutPower(state, seed)),
  }));
  return [
    { what: "the journal", problems: checkJournal(state) },
    { what: "everything written back", problems: checkPicture(syncedDisk(state)) },
    ...cuts,
  ];
}
