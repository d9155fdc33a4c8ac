/**
 * References from whatever a person names: a trace in a file or on standard input, a log of Palimpsest, or a guest that is
 * run for them.
 */

import { fileFailure } from "../../command_line/files.ts";
import { LogView } from "../../log_file/log_view.ts";
import { isCallingGuest, readGuestReferences } from "./guest_references.ts";
import { readLogReferences } from "./log_references.ts";
import type { ReferenceSink } from "./reference_sink.ts";
import { inputKindOf, readReferences, STANDARD_INPUT } from "./source.ts";

/** What is to be said of the input, in sentences. */
export interface AnyReferencesRead {
  readonly notes: readonly string[];
}

/**
 * Reads all references of an input into a sink.
 *
 * @param progress Told how far reading has come, in bytes or events.
 * @throws {UserError} The input cannot be read, or has no references.
 */
export async function readAnyReferences(
  path: string,
  sink: ReferenceSink,
  progress: (done: number) => void = () => {},
): Promise<AnyReferencesRead> {
  if (path !== STANDARD_INPUT && !isCallingGuest(path) && inputKindOf(await firstBytes(path)) === "log") {
    return { notes: readLogReferences(LogView.open(path), sink, progress) };
  }
  if (isCallingGuest(path)) return { notes: await readGuestReferences(path, sink, progress) };
  const { linesPassedOver } = await readReferences(path, sink, progress);
  return {
    notes: linesPassedOver === 0
      ? []
      : [`Lines that are no references were passed over: ${linesPassedOver}.`],
  };
}

async function firstBytes(path: string): Promise<Uint8Array> {
  try {
    using file = await Deno.open(path);
    const bytes = new Uint8Array(8);
    return bytes.subarray(0, await file.read(bytes) ?? 0);
  } catch (error) {
    throw fileFailure("read", path, error);
  }
}
