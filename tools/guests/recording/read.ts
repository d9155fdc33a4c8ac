/**
 * Reading a recording's file: plain `.ndjson`, or compressed with gzip. What it is, its first bytes say, not its name.
 */

import { readInputFile } from "../../command_line/files.ts";
import { UserError } from "../../command_line/failure.ts";
import { parseRecording } from "./parse.ts";
import type { Recording } from "./record.ts";

/** Whether bytes may be a recording: gzip, or a JSON object whose first key is "e". */
export function looksLikeRecording(bytes: Uint8Array): boolean {
  return isGzip(bytes) || /^\s*\{\s*"e"/.test(new TextDecoder().decode(bytes.subarray(0, 32)));
}

/**
 * Reads the recording in a file.
 *
 * @throws {UserError} The file cannot be read, or is no whole recording.
 */
export async function readRecording(path: string): Promise<Recording> {
  return await decodeRecording(await readInputFile(path), path);
}

/**
 * Reads the recording in the bytes of a file.
 *
 * @param file What complaints call it.
 * @throws {UserError} It is no whole recording.
 */
export async function decodeRecording(bytes: Uint8Array<ArrayBuffer>, file: string): Promise<Recording> {
  return parseRecording(decodeText(isGzip(bytes) ? await inflate(bytes, file) : bytes, file), file);
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
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

function decodeText(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UserError(`${file}: The file is not UTF-8 text, so it is no recording.`, { cause });
  }
}
