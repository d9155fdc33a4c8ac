/**
 * `record GUEST [-o FILE.plog]`: runs a guest on a machine of its own, keeps the log, and says what was checked, what
 * differed and what was taken as given.
 */

import { boot } from "@palimpsest/fs";
import { LogWriter } from "@palimpsest/kernel";
import { basename, dirname, join } from "@std/path";
import { defineCommand } from "../command_line/command.ts";
import { exitStatus } from "../command_line/failure.ts";
import type { Guest, GuestReport } from "../guests/guest.ts";
import { readGuest } from "../guests/registry.ts";
import { LogFile } from "../log_file/log_file.ts";
import { reportLines } from "./record_report.ts";

/** Where logs go unless told otherwise. */
const LOG_FOLDER = "out";

/** The command. */
export const record = defineCommand({
  name: "record",
  summary: "runs a guest, checks it against its recording, and writes its log",
  description: [
    "A guest is a recording of a real program. Its calls and page faults are made on the simulated kernel, and every " +
    "result that a recording asks for is compared with what the real kernel did. The run becomes a log, which " +
    "replay, rewind, log and diagram read.",
    "The exit status is 0 when nothing differed, 1 when something did, 2 when the guest cannot be read.",
  ],
  operands: { guest: { label: "GUEST", help: "the file of the guest" } },
  options: {
    output: {
      kind: "text",
      short: "o",
      label: "FILE.plog",
      help: `the log to write (default: ${LOG_FOLDER}/GUEST.plog)`,
    },
  },
  examples: [
    {
      command: "record tools/testdata/recordings/cat.ndjson.gz -o out/cat.plog",
      says: "runs what cat did, and checks it",
    },
  ],
  async run({ operands, options, json, print, printJson, warn, progress }) {
    const guest = await readGuest(operands.guest);
    const path = options.output ?? join(LOG_FOLDER, `${guestName(operands.guest)}.plog`);
    if (options.output === undefined) await Deno.mkdir(dirname(path), { recursive: true });
    const { report, digest } = recordGuest(
      guest,
      path,
      (done, total) => progress.report("recording", done, total),
    );
    progress.clear();
    for (const note of report.notes) warn(note);
    if (json) printJson(jsonOf(operands.guest, path, report, digest));
    else for (const line of reportLines(guest, path, report, digest)) print(line);
    return report.differedCount === 0 ? exitStatus.done : exitStatus.checkFailed;
  },
});

/** Steps of a guest after which what it did so far is written out, so that a killed run leaves it. */
const STEPS_PER_FLUSH = 512;

/** Runs a guest and writes its log to a file; what it reported, and the digest of the state at its end. */
export function recordGuest(
  guest: Guest,
  path: string,
  observe: (done: number, total: number) => void = () => {},
): { report: GuestReport; digest: string } {
  using file = new LogFile(path);
  const log = new LogWriter(file.append);
  log.header(new TextEncoder().encode(JSON.stringify(guest.config)));
  const machine = boot(guest.config, log);
  const report = guest.run(machine, (done, total) => {
    if (done % STEPS_PER_FLUSH === 0) {
      machine.endStores();
      log.flush();
    }
    observe(done, total);
  });
  machine.endStores();
  log.close();
  file.close();
  return { report, digest: machine.state.digest.toHex() };
}

/** What a guest's file is called, without folder and endings. */
export function guestName(path: string): string {
  return basename(path).replace(/(\.gz)?$/, "").replace(/(?<=.)\.[^.]*$/, "");
}

function jsonOf(guest: string, log: string, report: GuestReport, digest: string) {
  const sum = (counts: Readonly<Record<string, number>>) =>
    Object.values(counts).reduce((total, count) => total + count, 0);
  return {
    guest,
    log,
    events: sum(report.events),
    checked: sum(report.checked),
    differed: report.differedCount,
    given: report.given,
    digest,
    eventsByKind: report.events,
    checkedByKind: report.checked,
    differences: report.differences,
  };
}
