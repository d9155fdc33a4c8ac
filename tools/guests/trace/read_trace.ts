/**
 * Reading a trace's file: plain `.rep`, or compressed with gzip. What it is, its first bytes say.
 */

import { UserError } from "../../command_line/failure.ts";
import { readInputFile } from "../../command_line/files.ts";
import { parseTrace } from "./parse_trace.ts";
import type { Trace } from "./trace.ts";

/**
 * Reads the trace in a file.
 *
 * @throws {UserError} The file cannot be read, or is no whole trace.
 */
export async function readTrace(path: string): Promise<Trace> {
  return await decodeTrace(await readInputFile(path), path);
}

/**
 * Reads the trace in the bytes of a file.
 *
 * @param file What complaints call it.
 * @throws {UserError} It is no whole trace.
 */
export async function decodeTrace(bytes: Uint8Array<ArrayBuffer>, file: string): Promise<Trace> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return parseTrace(isGzip ? await inflate(bytes, file) : bytes, file);
}

async function inflate(bytes: Uint8Array<ArrayBuffer>, file: string): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw new UserError(`${file}: The gzip data is cut off or damaged; get a whole copy of the file.`, {
      cause,
    });
  }
}
