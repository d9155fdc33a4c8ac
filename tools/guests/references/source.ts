/**
 * Where references come from: a file, or standard input (`-`), plain or compressed with gzip, read in pieces.
 *
 *     bytes ── gzip? ──▶ text ── which format? ──▶ parser ──▶ sink
 *
 *   RS1  What the input is, its first bytes say, not its name: a log of Palimpsest begins with 0x89, gzip with 0x1f 0x8b,
 *        a recording with a brace, lackey's output with a line of valgrind or a reference; what is left is `.refs`.
 *   RS2  The whole input is never in memory.
 */

import { fileFailure } from "../../command_line/files.ts";
import { UserError } from "../../command_line/failure.ts";
import { isLackeyLine, LackeyParser } from "./lackey_parser.ts";
import type { ReferenceParser, ReferenceSink } from "./reference_sink.ts";
import { RefsParser } from "./refs_parser.ts";

/** The name that stands for standard input. */
export const STANDARD_INPUT = "-";

type Bytes = Uint8Array<ArrayBuffer>;

/** What was read besides the references. */
export interface ReferencesRead {
  readonly format: "refs" | "lackey";
  /** Lines of the program itself among lackey's. */
  readonly linesPassedOver: number;
}

/** What an input is, by its first bytes. */
export type InputKind = "gzip" | "log" | "recording" | "lackey" | "refs";

/** What an input is, by its first bytes (a few hundred do). */
export function inputKindOf(bytes: Uint8Array): InputKind {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return "gzip";
  if (bytes[0] === 0x89) return "log";
  if (bytes[0] === 0x7b) return "recording";
  if (bytes[0] === 0x3d && bytes[1] === 0x3d || isLackeyLine(bytes, 0, bytes.length)) return "lackey";
  return "refs";
}

/**
 * Reads all references of a file, or of standard input, into a sink.
 *
 * @param progress Told how many bytes of text were read so far.
 * @throws {UserError} The input cannot be read, or is no trace of references.
 */
export async function readReferences(
  path: string,
  sink: ReferenceSink,
  progress: (bytesRead: number) => void = () => {},
): Promise<ReferencesRead> {
  try {
    if (path === STANDARD_INPUT) {
      return await readStream(Deno.stdin.readable, "standard input", sink, progress);
    }
    using file = await Deno.open(path);
    // A file's stream closes it at its end; so pieces are read by hand and the file is closed by `using`.
    return await readStream(ReadableStream.from(piecesOf(file)), path, sink, progress);
  } catch (error) {
    throw fileFailure("read", path, error);
  }
}

const PIECE_BYTES = 1 << 18;

async function* piecesOf(file: Deno.FsFile): AsyncGenerator<Bytes> {
  for (;;) {
    const piece = new Uint8Array(PIECE_BYTES);
    const count = await file.read(piece);
    if (count === null) return;
    yield piece.subarray(0, count);
  }
}

/** Reads all references of a stream of bytes into a sink; see readReferences(). */
export async function readStream(
  stream: ReadableStream<Bytes>,
  name: string,
  sink: ReferenceSink,
  progress: (bytesRead: number) => void = () => {},
): Promise<ReferencesRead> {
  const { first, rest } = await peek(stream);
  if (inputKindOf(first) === "gzip") {
    return await readText(rest.pipeThrough(new DecompressionStream("gzip")), name, sink, progress, true);
  }
  return await readText(rest, name, sink, progress, false);
}

async function readText(
  stream: ReadableStream<Bytes>,
  name: string,
  sink: ReferenceSink,
  progress: (bytesRead: number) => void,
  isInflated: boolean,
): Promise<ReferencesRead> {
  let parser: ReferenceParser | undefined;
  let bytesRead = 0;
  try {
    for await (const piece of stream) {
      parser ??= parserFor(inputKindOf(piece), sink, name);
      parser.push(piece);
      bytesRead += piece.length;
      progress(bytesRead);
    }
  } catch (error) {
    if (!isInflated || !(error instanceof TypeError)) throw error;
    throw new UserError(`${name}: the gzip data is cut off or damaged; get a whole copy of the file.`, {
      cause: error,
    });
  }
  parser ??= new RefsParser(sink, name);
  parser.end();
  return parser instanceof LackeyParser
    ? { format: "lackey", linesPassedOver: parser.passedOver }
    : { format: "refs", linesPassedOver: 0 };
}

function parserFor(kind: InputKind, sink: ReferenceSink, name: string): ReferenceParser {
  switch (kind) {
    case "lackey":
      return new LackeyParser(sink, name);
    case "refs":
      return new RefsParser(sink, name);
    case "log":
      throw new UserError(`${name} is a log of Palimpsest; name it as a file, not through a pipe or gzip.`);
    case "recording":
      throw new UserError(
        `${name} is a recording of calls and faults: it does not tell in which order pages were used. ` +
          "Trace the program with valgrind's lackey (--tool=lackey --trace-mem=yes) to know that.",
      );
    case "gzip":
      throw new UserError(`${name} is compressed twice; take one layer of gzip off.`);
    default:
      return kind satisfies never;
  }
}

/** The first piece of a stream that is not empty, and the stream with that piece still in it. */
async function peek(stream: ReadableStream<Bytes>): Promise<{ first: Bytes; rest: ReadableStream<Bytes> }> {
  const pieces = stream[Symbol.asyncIterator]();
  let next = await pieces.next();
  while (!next.done && next.value.length === 0) next = await pieces.next();
  const first = next.done ? new Uint8Array() : next.value;
  async function* all(): AsyncGenerator<Bytes> {
    if (!next.done) yield first;
    for (let piece = await pieces.next(); !piece.done; piece = await pieces.next()) yield piece.value;
  }
  return { first, rest: ReadableStream.from(all()) };
}
