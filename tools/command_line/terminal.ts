/**
 * The outside of a command: where its text goes. Commands write through it, so that tests can stand in for it.
 *
 * TE1. Standard output is gathered up to 64 KiB when it goes to a file or a pipe, and written at once on a terminal;
 *      `flush` writes what is left. Standard error is written at once, after what output was gathered before it.
 * TE2. When whoever read the output has gone (`palimpsest log … | head`), writing throws {@linkcode OutputClosed}: the
 *      command has nothing more to do, and that is no mistake. Output that cannot be written for another reason (a
 *      full disk) is a UserError.
 */
import { messageOf, UserError } from "./failure.ts";

/** Where a command writes, and what it may know of the place. */
export interface Terminal {
  /** Writes text to standard output as it is. */
  writeOutput(text: string): void;
  /** Writes text to standard error as it is. */
  writeError(text: string): void;
  /** Writes what standard output has gathered. */
  flush(): void;
  /** Whether a person watches standard error; progress is shown only then. */
  readonly errorIsTerminal: boolean;
  /** Whether stacks of unexpected errors are wanted, as PALIMPSEST_DEBUG says. */
  readonly isDebugging: boolean;
  /** A clock for progress only, in milliseconds; nothing that a command puts out depends on it. */
  nowMilliseconds(): number;
}

/** Thrown by writing when nobody reads standard output any more. */
export class OutputClosed extends Error {
  /** Says so. */
  constructor() {
    super("nobody reads standard output any more");
    this.name = "OutputClosed";
  }
}

/** A place that takes bytes: the part of `Deno.stdout` that is used. */
export interface ByteSink {
  /** Writes some of the bytes, and says how many. */
  writeSync(bytes: Uint8Array): number;
  /** Whether it is a terminal. */
  isTerminal(): boolean;
}

const gatheredLimit = 64 * 1024;

/** A terminal over two byte sinks; the process's own unless told otherwise. */
export function openTerminal(
  { output = Deno.stdout, error = Deno.stderr, isDebugging = isDebuggingWanted() }: {
    output?: ByteSink;
    error?: ByteSink;
    isDebugging?: boolean;
  } = {},
): Terminal {
  const encoder = new TextEncoder();
  const limit = output.isTerminal() ? 0 : gatheredLimit;
  let gathered = "";
  const flush = () => {
    const bytes = encoder.encode(gathered);
    gathered = "";
    writeAll(output, bytes);
  };
  return {
    writeOutput(text) {
      gathered += text;
      if (gathered.length >= limit) flush();
    },
    writeError(text) {
      flush();
      writeAll(error, encoder.encode(text));
    },
    flush,
    errorIsTerminal: error.isTerminal(),
    isDebugging,
    nowMilliseconds: () => performance.now(),
  };
}

function writeAll(sink: ByteSink, bytes: Uint8Array): void {
  try {
    for (let written = 0; written < bytes.length;) written += sink.writeSync(bytes.subarray(written));
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) throw new OutputClosed();
    throw new UserError(`The output cannot be written: ${messageOf(error)}.`, { cause: error });
  }
}

/** Whether PALIMPSEST_DEBUG is set to anything but "" and "0"; false where the environment may not be read. */
function isDebuggingWanted(): boolean {
  const permission = Deno.permissions.querySync({ name: "env", variable: "PALIMPSEST_DEBUG" });
  if (permission.state !== "granted") return false;
  return !["", "0"].includes(Deno.env.get("PALIMPSEST_DEBUG") ?? "");
}
