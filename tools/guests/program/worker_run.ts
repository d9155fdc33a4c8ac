/**
 * What happens in the worker: a person's file is loaded and run, and the log is handed out as it grows.
 *
 *      command ── start ──▶ worker
 *              ◀── log ───         blocks of the log, in order
 *              ◀── events ──       how far it has come
 *              ◀── end, or refused ──
 */

import { type AnyRecord, LogWriter } from "@palimpsest/kernel";
import { type AllocatorMaking, boot, machineOf, type Program, runProgramOn } from "@palimpsest/libc";
import { countEvents } from "../event_counts.ts";
import type { GuestReport } from "../guest.ts";
import { machineWith } from "../memory_wishes.ts";
import { type ProgramOptions, runOptions } from "./program_guest.ts";
import { allocatorOfModule, type ModuleExports, programOfModule } from "./program_module.ts";
import { programReport, stopSentence } from "./run_report.ts";

/** To the worker: what to run. */
export interface StartMessage {
  /** The program's file, and what it is called in messages and in /bin. */
  readonly url: string;
  readonly path: string;
  readonly name: string;
  readonly options: ProgramOptions;
}

/** From the worker. */
export type WorkerMessage =
  /** Bytes for the log. */
  | { readonly kind: "log"; readonly bytes: Uint8Array }
  | { readonly kind: "events"; readonly count: number }
  /** The run is over; the log is complete. */
  | { readonly kind: "end"; readonly report: GuestReport; readonly digest: string }
  /** There was nothing to run: a sentence that begins with the path. */
  | { readonly kind: "refused"; readonly message: string };

/** Events between two messages about how far a run has come. */
const EVENTS_PER_MESSAGE = 20_000;

/** Loads a file and runs the program that it is. */
export async function runModule(
  start: StartMessage,
  load: () => Promise<ModuleExports>,
  post: (message: WorkerMessage) => void,
): Promise<void> {
  const refuse = (message: string) => post({ kind: "refused", message: `${start.path}: ${message}` });
  try {
    const exports = await load();
    const program = programOfModule(exports, start.name);
    const allocator = allocatorOfModule(exports);
    if (typeof program === "string") refuse(program);
    else if (typeof allocator === "string") refuse(allocator);
    else runLogged(program, start, post, allocator);
  } catch (error) {
    refuse(loadingSentence(error, start));
  }
}

function runLogged(
  program: Program,
  { options, url }: StartMessage,
  post: (message: WorkerMessage) => void,
  allocator: AllocatorMaking | undefined,
): void {
  const config = machineWith(machineOf(program), options.memory);
  const log = new LogWriter((bytes) => post({ kind: "log", bytes: bytes.slice() }));
  log.header(new TextEncoder().encode(JSON.stringify(config)));
  const machine = boot(config, log);
  const events = countEvents(machine);
  tellProgress(machine, post);
  // The file's own allocator, unless the person named another.
  const own = allocator === undefined || options.allocator !== undefined ? {} : { allocator };
  const result = runProgramOn(machine, program, { ...runOptions(options), ...own });
  log.close();
  const report = programReport(events, result, result.stop && stopSentence(result.stop, url));
  post({ kind: "end", report, digest: machine.state.digest.toHex() });
}

function tellProgress(machine: ReturnType<typeof boot>, post: (message: WorkerMessage) => void): void {
  const { observer } = machine;
  machine.observer = {
    event(header: AnyRecord, outcome: AnyRecord) {
      observer?.event(header, outcome);
      const count = machine.state.eventCount;
      if (count % EVENTS_PER_MESSAGE === 0) post({ kind: "events", count });
    },
  };
}

/** Why a file could not be loaded: the first line of what was thrown, with places as people know them. */
export function loadingSentence(error: unknown, { url, path }: Pick<StartMessage, "url" | "path">): string {
  // Modules of Node need what is taken away, and fail without a word.
  const text = error instanceof Error
    ? error.message
    : String(error ?? "it imports what a program cannot have");
  const [first, ...rest] = text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const place = rest.find((line) => line.startsWith(`at ${url}`)) ?? "";
  const words = `${first} ${place}`.replaceAll(url, path).trim();
  return `The file cannot be loaded as a program: ${words.replace(/\.$/, "")}.`;
}
