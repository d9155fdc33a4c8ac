/**
 * `record GUEST [-o FILE.plog]`: runs a guest on a machine of its own, keeps the log, and says what was checked, what
 * differed and what was taken as given.
 */

import { boot } from "@palimpsest/libc";
import { LogWriter, ONLINE_POLICY_NAMES } from "@palimpsest/kernel";
import { basename, dirname, join } from "@std/path";
import { defineCommand } from "../command_line/command.ts";
import { CheckFailed, exitStatus } from "../command_line/failure.ts";
import { refuseSameFile } from "../command_line/files.ts";
import { Interrupted, Interruption } from "../command_line/interruption.ts";
import { type Position, resolvePosition } from "../command_line/position.ts";
import type { DistantGuest, DistantRun, Guest, GuestReport } from "../guests/guest.ts";
import { MAX_EVENTS } from "@palimpsest/libc";
import { ALLOCATOR_WORDS, allocatorNamed } from "../guests/allocator_name.ts";
import { type MemoryWishes, MOST_CLUSTER, MOST_PAGES } from "../guests/memory_wishes.ts";
import { HANDED_IN_LIMIT_WORDS, readHandedIn } from "../guests/program/handed_in.ts";
import { findGuest } from "../guests/registry.ts";
import { LogView } from "../log_file/log_view.ts";
import { LogFile } from "../log_file/log_file.ts";
import { nativeHash } from "../log_file/native_hash.ts";
import { crashJson, crashLines, type CrashReport, crashReport } from "./crash.ts";
import { heapFaultLines } from "../heap/heap_fault_lines.ts";
import { heapFaults } from "../heap/heap_faults.ts";
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
    "A guest is also a script (.mm, the language of the command conform), and is compared with Linux's answer where that " +
    "lies beside it (NAME.ndjson beside NAME.mm).",
    "A guest is also a program: a bundled one by its name, or a file of your own that exports main(c, argv), a generator " +
    "function written against the C library. Your file runs without any permission, clock or randomness.",
    "Misuse of the heap that the allocator finds is told with the events that allocated, freed and overwrote: " +
    "--allocator debug finds most.",
    `A program reaches nothing of your machine but what you hand in with --file and --root: copies, read before the run and ` +
    `kept in the log, ${HANDED_IN_LIMIT_WORDS} at most. Whatever it does with them, your files stay as they are.`,
    "The exit status is 0 when nothing differed, 1 when something did or a program was stopped, 2 when the guest " +
    "cannot be read.",
  ],
  operands: {
    guest: { label: "GUEST", help: "the file of the guest, or the name of a bundled program" },
    arguments: {
      label: "ARGUMENT",
      help: "what a program is given as its arguments",
      optional: true,
      many: true,
    },
  },
  options: {
    output: {
      kind: "text",
      short: "o",
      label: "FILE.plog",
      help: `the log to write (default: ${LOG_FOLDER}/GUEST.plog)`,
    },
    file: {
      kind: "list",
      label: "HOST:GUEST",
      help: "hand a file in: a copy of HOST is GUEST to the program; as often as wanted",
    },
    root: { kind: "text", label: "DIR", help: "hand everything in the folder DIR in, below /" },
    allocator: {
      kind: "text",
      label: "NAME",
      help: `what malloc is made of: ${ALLOCATOR_WORDS}`,
    },
    sites: { kind: "flag", help: "let malloc's events name the line of the program that called (slow)" },
    "crash-at": {
      kind: "position",
      label: "N",
      help: "cut the power after event N, and show the disk as a reboot would find it",
    },
    "crash-seed": {
      kind: "whole",
      label: "S",
      default: 0,
      help: "what survives the power cut by chance; 0 is the worst case",
    },
    "max-events": {
      kind: "whole",
      minimum: 1,
      label: "N",
      help: `stop a program after so many events (default: ${MAX_EVENTS.toLocaleString("en-US")})`,
    },
    uid: {
      kind: "whole",
      maximum: 65_535,
      label: "N",
      help:
        "the user that a program acts for; /disk, where it starts, is that user's (default: 0, the superuser)",
    },
    frames: {
      kind: "whole",
      minimum: 1,
      maximum: MOST_PAGES,
      label: "N",
      help: "page frames for user pages and the page cache (default: as many as the guest's own machine has)",
    },
    swap: { kind: "whole", maximum: MOST_PAGES, label: "N", help: "swap slots (default: the guest's own)" },
    watermarks: {
      kind: "text",
      label: "MIN,LOW,HIGH",
      help: "frames kept free; 0 for the bare textbook case (default: as Linux sets them)",
    },
    policy: {
      kind: "text",
      label: "NAME",
      help: `which page goes: ${ONLINE_POLICY_NAMES.join(", ")} (default: two-list)`,
    },
    "page-cluster": {
      kind: "whole",
      maximum: MOST_CLUSTER,
      label: "N",
      help: "swap in up to 2^N neighbouring pages together (default: 0; Linux's is 3)",
    },
    seed: {
      kind: "whole",
      label: "S",
      help: "where random numbers start: /dev/random, the random policy (default: 0)",
    },
    accesses: { kind: "flag", help: "record which pages are touched, in their order, for policies and mrc" },
  },
  examples: [
    {
      command: "record tools/testdata/recordings/cat.ndjson.gz -o out/cat.plog",
      says: "runs what cat did, and checks it",
    },
    { command: "record who_am_i", says: "runs a bundled program" },
    {
      command: "record copy_on_write --frames 40 --swap 64 --policy lru",
      says: "the same in a small memory, whose pages go to swap",
    },
    {
      command: "record ./count.ts /words.txt --file notes.txt:/words.txt",
      says: "a program of your own reads a copy of your file, and can reach nothing else",
    },
    { command: "record ./my_program.ts one two", says: "runs a program of your own, without any permission" },
  ],
  async run({ operands, options, json, print, printJson, warn, progress }) {
    const memory = memoryWishes(options);
    const files = await readHandedIn({ files: options.file, root: options.root });
    const guest = await findGuest(operands.guest, {
      ...(files.length === 0 ? {} : { files }),
      ...(options.uid === undefined ? {} : { uid: options.uid }),
      arguments: operands.arguments,
      maxEvents: options["max-events"],
      allocator: options.allocator === undefined ? undefined : allocatorNamed(options.allocator).name,
      namesSites: options.sites,
      ...(memory === undefined ? {} : { memory }),
    });
    const path = options.output ?? join(LOG_FOLDER, `${guestName(operands.guest)}.plog`);
    await refuseSameFile(path, operands.guest, "the guest");
    if (options.output === undefined) await Deno.mkdir(dirname(path), { recursive: true });
    const observe = (done: number, total: number) => progress.report("recording", done, total);
    const { report, digest } = "record" in guest
      ? await recordDistant(guest, path, observe)
      : await recordHere(guest, path, observe);
    progress.clear();
    for (const note of report.notes) warn(note);
    const cut = options["crash-at"] && cutAfter(path, options["crash-at"], options["crash-seed"]);
    const heap = report.events.heapFault === undefined ? [] : heapFaults(LogView.open(path));
    const after = {
      ...(heap.length === 0 ? {} : { heapFaults: heap }),
      ...(cut === undefined ? {} : { crash: crashJson(cut.report) }),
    };
    if (json) printJson({ ...jsonOf(operands.guest, path, report, digest), ...after });
    else for (const line of reportLines(guest, path, report, digest)) print(line);
    if (heap.length > 0 && !json) {
      for (const line of ["", ...heapFaultLines(heap, path)]) print(line);
    }
    if (cut !== undefined && !json) {
      for (const line of ["", ...crashLines(cut.view, cut.report)]) print(line);
    }
    if (report.stopped !== undefined) warn(`record: ${report.stopped}`);
    const isDone = report.differedCount === 0 && report.stopped === undefined;
    return isDone ? exitStatus.done : exitStatus.checkFailed;
  },
});

/** What a power cut after an event of the log leaves of the disk. */
function cutAfter(path: string, position: Position, seed: number): { view: LogView; report: CrashReport } {
  const view = LogView.open(path);
  const event = resolvePosition(position, view.lastEvent);
  return { view, report: crashReport(view.stateAfter(event), event, seed) };
}

/** What is wanted of the memory; undefined when nothing is. */
function memoryWishes(
  options: MemoryWishes & { readonly "page-cluster"?: number },
): MemoryWishes | undefined {
  const { frames, swap, watermarks, policy, seed, accesses } = options;
  const pageCluster = options["page-cluster"];
  const wishes = { frames, swap, watermarks, policy, seed, pageCluster, accesses: accesses || undefined };
  return Object.values(wishes).some((wish) => wish !== undefined) ? wishes : undefined;
}

/**
 * Steps of a guest after which what it did so far is written out, so that a killed run leaves it. A program, of which
 * nobody knows how long it is, fills its blocks by itself.
 */
const STEPS_PER_FLUSH = 512;

/** The same as recordGuest(), but Control-C ends it; what was recorded until then is kept. */
async function recordHere(guest: Guest, path: string, observe: (done: number, total: number) => void) {
  using interruption = await Interruption.watch();
  return recordGuest(guest, path, (done, total) => {
    interruption.check();
    observe(done, total);
  });
}

/**
 * Runs a guest and writes its log to a file; what it reported, and the digest of the state at its end.
 *
 * @param observe Told how far it has come; the log is kept when it throws {@linkcode Interrupted}.
 * @throws {CheckFailed} It was interrupted.
 */
export function recordGuest(
  guest: Guest,
  path: string,
  observe: (done: number, total: number) => void = () => {},
): { report: GuestReport; digest: string } {
  using file = new LogFile(path);
  const log = new LogWriter(file.append, { makeHash: nativeHash });
  log.header(new TextEncoder().encode(JSON.stringify(guest.config)));
  const machine = boot(guest.config, log);
  try {
    const report = guest.run(machine, (done, total) => {
      if (total > 0 && done % STEPS_PER_FLUSH === 0) {
        machine.endStores();
        log.flush();
      }
      observe(done, total);
    });
    machine.endStores();
    log.close();
    file.close();
    return { report, digest: machine.state.digest.toHex() };
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    machine.endStores();
    log.flush();
    file.close();
    throw new CheckFailed(interruptedSentence(path, machine.state.eventCount));
  }
}

function interruptedSentence(path: string, eventCount: number): string {
  const count = eventCount.toLocaleString("en-US");
  return `${path}: Recording was interrupted after ${count} events; they are kept, and the log is not closed.`;
}

/** The same for a guest that runs elsewhere. */
export async function recordDistant(
  guest: DistantGuest,
  path: string,
  observe: (done: number, total: number) => void = () => {},
): Promise<DistantRun> {
  let file: LogFile | undefined;
  try {
    // A guest that cannot run leaves the file alone that is there.
    const run = await guest.record((bytes) => (file ??= new LogFile(path)).append(bytes), observe);
    file?.close();
    return run;
  } catch (error) {
    file?.[Symbol.dispose]();
    throw error;
  }
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
    ...(report.output === undefined
      ? {}
      : { output: report.output, ending: report.ending, stopped: report.stopped }),
  };
}
