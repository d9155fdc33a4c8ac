/**
 * The references of a guest that makes calls: it runs, with plenty of memory, and every page it touches is a reference.
 *
 *   GR1  The guest runs once, on its own machine, with accesses recorded; nothing is kept but the references.
 */

import { boot } from "@palimpsest/libc";
import { type AnyRecord, openLog } from "@palimpsest/kernel";
import { LogView } from "../../log_file/log_view.ts";
import type { DistantGuest, Guest } from "../guest.ts";
import { isProgramFile } from "../program/program_file_guest.ts";
import { bundledNames } from "../program/program_guest.ts";
import { findGuest } from "../registry.ts";
import { giveReferences, readLogReferences } from "./log_references.ts";
import type { ReferenceSink } from "./reference_sink.ts";

/**
 * Whether a name or a path is that of a guest that makes calls: a program, a script, a trace of an allocator. A word that is
 * no file is taken for the name of a program too, so that a slip in it is told.
 */
export function isCallingGuest(path: string): boolean {
  return bundledNames().includes(path) || isProgramFile(path) || /\.(mm|rep|rep\.gz)$/.test(path) ||
    /^[A-Za-z_]\w*$/.test(path) && !isThere(path);
}

function isThere(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a guest and gives its references to a sink.
 *
 * @returns What is to be said of the run, in sentences.
 * @throws {UserError} There is no such guest, or it is not as it should be.
 */
export async function readGuestReferences(
  path: string,
  sink: ReferenceSink,
  progress: (done: number) => void = () => {},
): Promise<string[]> {
  const guest = await findGuest(path, { memory: { accesses: true } });
  return "record" in guest ? await readDistant(guest, path, sink, progress) : readHere(guest, sink, progress);
}

function readHere(guest: Guest, sink: ReferenceSink, progress: (done: number) => void): string[] {
  const machine = boot(guest.config);
  machine.observer = {
    event: (header: AnyRecord, outcome: AnyRecord) => giveReferences(machine.state, header, outcome, sink),
  };
  const { stopped } = guest.run(machine, progress);
  return stopped === undefined ? [] : [stopped];
}

/** A program of one's own runs in a worker, which hands out its log. */
async function readDistant(
  guest: DistantGuest,
  path: string,
  sink: ReferenceSink,
  progress: (done: number) => void,
): Promise<string[]> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const { report } = await guest.record((bytes) => void parts.push(bytes.slice()), progress);
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  const notes = readLogReferences(LogView.of(path, openLog(bytes)), sink);
  return report.stopped === undefined ? notes : [...notes, report.stopped];
}
