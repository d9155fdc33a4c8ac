/**
 * `demo`: a recording of a real program, kept in the repository, is recorded, checked, replayed, rewound to three
 * telling moments, and drawn.
 */

import { mapsLines, printMapsLine } from "@palimpsest/fs";
import { formatHex, type State } from "@palimpsest/kernel";
import { fromFileUrl, join } from "@std/path";
import { defineCommand } from "../command_line/command.ts";
import { CheckFailed, exitStatus } from "../command_line/failure.ts";
import { writeOutputFile } from "../command_line/files.ts";
import { readGuest } from "../guests/registry.ts";
import { LogView } from "../log_file/log_view.ts";
import { eventLine } from "../printing/event_line.ts";
import { processLines, processRows } from "../printing/processes_table.ts";
import { findMoments, type Moments, type PageView, viewsOfPage } from "./demo_moments.ts";
import { type DiagramKind, drawDiagram } from "./diagram.ts";
import { recordGuest } from "./record.ts";
import { replayLog } from "./replay.ts";

const RECORDING = fromFileUrl(new URL("../testdata/recordings/forkwait.ndjson.gz", import.meta.url));
const FOLDER = join("out", "demo");

/** What the demo leaves behind. */
interface Shown {
  readonly log: string;
  readonly events: number;
  readonly checked: number;
  readonly differed: number;
  readonly digest: string;
  readonly eventsPerSecond: number;
  readonly moments: Moments;
  readonly files: readonly string[];
}

/** The command. */
export const demo = defineCommand({
  name: "demo",
  summary: "records a real program's run, replays it, rewinds it and draws it",
  options: {
    folder: { kind: "text", label: "FOLDER", default: FOLDER, help: "where the log and the diagrams go" },
  },
  examples: [{ command: "demo", says: "a tour in a few seconds" }],
  async run({ options: { folder }, json, print, printJson }) {
    const say = json ? () => {} : print;
    await Deno.mkdir(folder, { recursive: true });
    const path = join(folder, "forkwait.plog");
    say("Palimpsest runs what a real program did on a real Linux 6.18, on a kernel that forgets nothing.");
    say();
    const guest = await readGuest(RECORDING);
    const { report, digest } = recordGuest(guest, path);
    const sum = (counts: Readonly<Record<string, number>>) =>
      Object.values(counts).reduce((a, b) => a + b, 0);
    const [events, checked, differed] = [sum(report.events), sum(report.checked), report.differedCount];
    say(
      "1. Record. forkwait fills some memory and forks three children, which write to it; it waits for each.",
    );
    say(
      `   ${events} events were made; ${checked} things were compared with the real kernel: addresses, results,`,
    );
    say(`   page faults and their kinds, whole memory maps. ${differed === 0 ? "None" : differed} differed.`);
    const view = LogView.open(path);
    const { eventsPerSecond, verified } = replayLog(view);
    if (!verified) throw new CheckFailed(`${path}: The replay has another digest than the log.`);
    say();
    say("2. Replay. The log alone gives the same state again; its digest is");
    say(
      `   ${digest}, ${eventsPerSecond.toLocaleString("en-US")} events a second.`,
    );
    const moments = findMoments(view);
    if (moments === undefined) {
      throw new CheckFailed(`${path}: The log lacks the moments that the demo shows.`);
    }
    say();
    showMoments(view, moments, say);
    const files = await drawMoments(view, moments, folder);
    say();
    sayFarewell(path, moments, folder, files, say);
    const shown: Shown = { log: path, events, checked, differed, digest, eventsPerSecond, moments, files };
    if (json) printJson(shown);
    return differed === 0 ? exitStatus.done : exitStatus.checkFailed;
  },
});

type Say = (line?: string) => void;

function showMoments(view: LogView, { afterExec, copyOnWrite, beforeExit }: Moments, say: Say): void {
  const { schema } = view.system.codec;
  say(
    `3. Rewind. After event ${afterExec} the program has its first memory, and has not run an instruction:`,
  );
  say();
  const fresh = view.stateAfter(afterExec);
  for (const line of mapsLines(fresh, fresh.spaceOf(1))) say(`   ${printMapsLine(line)}`);
  say();
  const event = view.event(copyOnWrite);
  say(
    `   Event ${copyOnWrite} is a copy on write: after fork, parent and child have the same pages until one writes.`,
  );
  say();
  say(`   ${eventLine(schema, event)}`);
  say();
  const page = event.page as number;
  for (const line of sharingLines("before", viewsOfPage(view.stateAfter(copyOnWrite - 1), page), page)) {
    say(line);
  }
  for (const line of sharingLines("after", viewsOfPage(view.stateAfter(copyOnWrite), page), page)) say(line);
  say();
  say(`   Event ${beforeExit} is the last one before the end. What is left of it all:`);
  say();
  for (const line of processLines(processRows(view.stateAfter(beforeExit)))) say(`   ${line}`);
}

/** Where a page lies in each process, a line each. */
function sharingLines(when: string, views: readonly PageView[], page: number): string[] {
  return views.map(({ pid, frame, isWritable, mapped }, index) => {
    const rights = isWritable ? "may be written" : "read only";
    const sharing = mapped > 1 ? `, shared by ${mapped}` : ", its own";
    const head = index === 0 ? when : "";
    return `   ${head.padEnd(8)} pid ${pid}: page ${
      formatHex(page * 4096)
    } ───▶ frame ${frame} (${rights}${sharing})`;
  });
}

/** Draws the moments into files; their paths. */
async function drawMoments(
  view: LogView,
  { afterExec, copyOnWrite, beforeExit }: Moments,
  folder: string,
): Promise<string[]> {
  const pictures: [name: string, number: number, kind: DiagramKind][] = [
    ["1-after-exec", afterExec, "address-space"],
    ["2-before-the-copy", copyOnWrite - 1, "mapping"],
    ["3-after-the-copy", copyOnWrite, "mapping"],
    ["4-before-exit", beforeExit, "address-space"],
  ];
  const copied = view.event(copyOnWrite);
  const files: string[] = [];
  for (const [name, number, kind] of pictures) {
    const state: State = view.stateAfter(number);
    // Before the copy, the picture is of the same page in the same process.
    const event = kind === "mapping" ? copied : view.event(number);
    const pid = kind === "mapping" ? copied.process as number : 1;
    for (const [format, ending] of [["text", "txt"], ["mermaid", "mmd"]] as const) {
      const path = join(folder, `${name}.${ending}`);
      await writeOutputFile(path, drawDiagram(state, { pid, kind, format, event }));
      files.push(path);
    }
  }
  return files;
}

function sayFarewell(
  path: string,
  moments: Moments,
  folder: string,
  files: readonly string[],
  say: Say,
): void {
  say(
    `4. Draw. ${files.length} diagrams are in ${folder}: as text (.txt) to read here, and as Mermaid (.mmd) for a page.`,
  );
  say();
  say("Go on with");
  const commands = [
    [`cat ${files[4]}`, "pages, frames and files at the copy"],
    [
      `deno task log ${path} --from ${moments.copyOnWrite - 5} --to ${moments.copyOnWrite + 5}`,
      "the events around it",
    ],
    [`deno task rewind ${path} --to ${moments.copyOnWrite} --show pages --pid 2`, "every page of the child"],
    [`deno task rewind ${path} --to last-1 --show ps`, "step back from the end"],
    ["deno task record tools/testdata/recordings/python3.ndjson.gz", "a larger program"],
    ["deno task help", "all commands"],
  ];
  const width = Math.max(...commands.map(([command]) => command.length));
  for (const [command, says] of commands) say(`  ${command.padEnd(width)}   ${says}`);
}
