/**
 * Logs as files: the sink of a writer that is a file, and the opening of one by its path.
 *
 *     LogWriter ──append(block)──▶ write(2) … ──▶ page cache ──▶ disk
 *                                     │ a killed process loses nothing from here on
 *
 * LF1. Writes are synchronous: when append() returns, the bytes are the operating system's. `kill -9` at any
 *      moment leaves every block that was appended, and at most a part of the one that was on its way.
 *      (A power cut is another matter: nothing waits for the disk before close().)
 * LF2. A file is only ever appended to, from empty.
 * LF3. What cannot be read or written, and what is refused as a log, throws a UserError: a sentence that
 *      begins with the path. A log that opens in spite of damage is no error here: see `damage`.
 *
 * @module
 */

import { LogError, type OpenedLog, openLog, type OpenOptions } from "@palimpsest/kernel";
import { UserError } from "../command_line/failure.ts";

/** A file that a log is being written to. */
export class LogFile {
  /** The path it was created with. */
  readonly path: string;
  readonly #file: Deno.FsFile;

  /**
   * Creates the file, or empties the one that is there.
   *
   * @throws {UserError} It cannot be created.
   */
  constructor(path: string) {
    this.path = path;
    this.#file = namingPath(path, "write", () => Deno.openSync(path, openForWriting));
  }

  /**
   * Appends bytes; they are out of the process when this returns. The sink of a LogWriter.
   *
   * @throws {UserError} Not all could be written (the disk is full, say): the file ends with a part of them.
   */
  readonly append = (bytes: Uint8Array): void => {
    namingPath(this.path, "write", () => {
      for (let at = 0; at < bytes.length;) at += this.#file.writeSync(bytes.subarray(at));
    });
  };

  /** Waits until the disk has everything, and closes the file. */
  close(): void {
    try {
      namingPath(this.path, "write", () => this.#file.syncDataSync());
    } finally {
      this.#file.close();
    }
  }

  /** Closes the file as it is: for `using`, when something went wrong before close(). */
  [Symbol.dispose](): void {
    try {
      this.#file.close();
    } catch (error) {
      if (!(error instanceof Deno.errors.BadResource)) throw error;
    }
  }
}

/**
 * Opens the log in a file, up to the last whole block before any damage.
 *
 * @throws {UserError} There is no such file, it cannot be read, or what is in it is refused as a log.
 */
export function readLogFile(path: string, options: OpenOptions = {}): OpenedLog {
  const bytes = namingPath(path, "read", () => Deno.readFileSync(path));
  try {
    return openLog(bytes, options);
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    throw new UserError(`${path}: ${error.message}${hintOf(bytes)}`, { cause: error });
  }
}

const openForWriting: Deno.OpenOptions = { write: true, create: true, truncate: true };

/** Runs an operation on a file; its failure becomes a sentence that begins with the path. */
function namingPath<Result>(path: string, intent: "read" | "write", operation: () => Result): Result {
  try {
    return operation();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new UserError(`${path}: ${reasonOf(error, intent)}`, { cause: error });
  }
}

function reasonOf(error: Error, intent: "read" | "write"): string {
  if (error instanceof Deno.errors.NotFound) {
    return intent === "read" ? "There is no such file." : "There is no such folder to write the log to.";
  }
  if (error instanceof Deno.errors.IsADirectory) return "This is a folder; name a log file.";
  if (error instanceof Deno.errors.NotADirectory) return "Something on the way to it is no folder.";
  if (error instanceof Deno.errors.PermissionDenied) return `You have no permission to ${intent} this file.`;
  return `The log cannot be ${intent === "read" ? "read" : "written"}: ${error.message}.`;
}

/** What may have been meant by a file that is no log. */
function hintOf(bytes: Uint8Array): string {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return " It is compressed with gzip: a recording, perhaps?";
  if (bytes[0] === 0x7b) return " It looks like JSON: a recording, perhaps?";
  return "";
}
