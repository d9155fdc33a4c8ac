/**
 * Reads a recording (`.ndjson`): one record a line, the header first.
 *
 * PR1. Every line is read before anything runs: a recording that is wrong anywhere runs nowhere.
 * PR2. What is wrong is a UserError: one sentence with file and line. Fields that are not known are passed over;
 *      a kind of record that is not known is refused, since leaving it out would change what the run means.
 */

import { UserError } from "../../command_line/failure.ts";
import { parseResidency, type Run } from "../script/runs_text.ts";
import type {
  CallRecord,
  FaultRecord,
  HeaderRecord,
  MapsRecord,
  RecordedResidency,
  RecordedVma,
  Recording,
  RecordingRecord,
} from "./record.ts";
import { isProcessName, isWord, RecordFields, recordingError, type RecordPlace } from "./record_fields.ts";
import { parseWord } from "./word.ts";

/** The version of the format that is read. */
const FORMAT = 1;

/**
 * Reads a whole recording.
 *
 * @param file What complaints call it.
 * @throws {UserError} At the first line that is wrong.
 */
export function parseRecording(text: string, file: string): Recording {
  const lines = text.split("\n");
  const isCut = lines.at(-1) !== "";
  if (!isCut) lines.pop();
  if (lines.length === 0) {
    throw new UserError(`${file}: The file is empty; a recording begins with a header.`);
  }
  const header = parseHeader(fieldsOf(lines[0], { file, line: 1 }, isCut && lines.length === 1));
  const records = lines.slice(1).map((line, index) =>
    parseRecord(fieldsOf(line, { file, line: index + 2 }, isCut && index + 2 === lines.length))
  );
  return { file, header, records };
}

/** A line as fields with the kind of their record. */
function fieldsOf(line: string, place: RecordPlace, isCut: boolean): { kind: string; fields: RecordFields } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    const sentence = isCut
      ? "The line ends in the middle: the file was cut off; get the whole of it."
      : "The line is not JSON; a recording has one JSON object a line.";
    throw recordingError(place, sentence, cause);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw recordingError(place, "The line is no JSON object; a recording has one a line.");
  }
  const record = value as Record<string, unknown>;
  const kind = record.e;
  if (typeof kind !== "string") {
    throw recordingError(place, 'The record has no "e" that says its kind; is this a recording?');
  }
  return { kind, fields: new RecordFields(record, place, kind) };
}

function parseHeader({ kind, fields }: { kind: string; fields: RecordFields }): HeaderRecord {
  if (kind !== "hdr") {
    throw recordingError(
      fields.place,
      `The file begins with a "${kind}" record; a recording begins with "hdr".`,
    );
  }
  const format = fields.whole("format");
  if (format !== FORMAT) {
    throw recordingError(
      fields.place,
      `The recording has format ${format}; this program reads format ${FORMAT}.`,
    );
  }
  return {
    kind: "hdr",
    line: fields.place.line,
    program: fields.text("program"),
    argv: fields.list("argv", textItem, "texts"),
    stackTop: fields.address("stack_top"),
    env: Object.fromEntries(fields.optional("env", (name) => fields.entries(name, textItem, "texts")) ?? []),
    files: new Map(fields.entries("files", sizeItem, "sizes in bytes")),
  };
}

type Parser = (fields: RecordFields) => RecordingRecord;

const PARSERS: Readonly<Record<string, Parser>> = {
  exec: (fields) => ({ kind: "exec", ...about(fields), argv: fields.list("argv", textItem, "texts") }),
  maps: parseMaps,
  sys: parseCall,
  fault: parseFault,
  fork: (fields) => ({
    kind: "fork",
    ...about(fields),
    child: fields.process("child"),
    how: fields.oneOf("kind", ["fork", "vfork", "clone"]),
  }),
  signal: (fields) => ({ kind: "signal", ...about(fields), signal: fields.whole("sig") }),
  exit: (fields) => ({
    kind: "exit",
    ...about(fields),
    minorFaults: fields.whole("min"),
    majorFaults: fields.whole("maj"),
  }),
  dead: (fields) => ({ kind: "dead", ...about(fields), waitStatus: fields.whole("wstatus") }),
};

function parseRecord({ kind, fields }: { kind: string; fields: RecordFields }): RecordingRecord {
  const parse = Object.hasOwn(PARSERS, kind) ? PARSERS[kind] : undefined;
  if (parse !== undefined) return parse(fields);
  const known = Object.keys(PARSERS).join(", ");
  throw recordingError(fields.place, `There is no kind of record "${kind}"; the kinds are ${known}.`);
}

/** What every record has. */
function about(fields: RecordFields): { line: number; process: string } {
  return { line: fields.place.line, process: fields.process("p") };
}

function parseCall(fields: RecordFields): CallRecord {
  return {
    kind: "sys",
    ...about(fields),
    name: fields.text("name"),
    args: fields.list("a", argumentItem, "words such as 0x1000"),
    result: fields.optional("ret", fields.result),
    errno: fields.optional("err", fields.text),
    mapsHash: fields.optional("mh", fields.hash),
    path: fields.optional("path", fields.text),
    realPath: fields.optional("real", fields.text),
    fileSystem: fields.optional("fstype", fields.text),
    descriptors: fields.optional("fds", (name) => pairOf(fields, name)),
    waitStatus: fields.optional("wstatus", fields.whole),
  };
}

function pairOf(fields: RecordFields, name: string): readonly [number, number] {
  const [one, other, ...rest] = fields.list(name, wholeItem, "two descriptors");
  if (other === undefined || rest.length > 0) fields.refuse(name, "a list of two descriptors");
  return [one, other];
}

function parseFault(fields: RecordFields): FaultRecord {
  return {
    kind: "fault",
    ...about(fields),
    address: fields.address("addr"),
    access: fields.optional("acc", (name) => fields.oneOf(name, ["r", "w", "x"])),
    wasPresent: fields.optional("prot", fields.bit),
    isMajor: fields.optional("maj", fields.bit) ?? false,
    byKernel: fields.optional("k", fields.bit) ?? false,
    during: fields.optional("in", fields.text),
  };
}

function parseMaps(fields: RecordFields): MapsRecord {
  return {
    kind: "maps",
    ...about(fields),
    at: fields.oneOf("at", ["exec", "mid", "exit"]),
    mapsHash: fields.hash("mh"),
    vmas: fields.list("vmas", vmaItem, 'VMAs such as ["0x1000","0x2000","rw-p",0,"","1."]'),
  };
}

function vmaItem(item: unknown): RecordedVma | undefined {
  if (!Array.isArray(item) || item.length !== 6) return undefined;
  const [start, end, permissions, pageOffset, name, residency] = item;
  if (!isWord(start) || !isWord(end) || typeof name !== "string") return undefined;
  if (typeof permissions !== "string" || !/^[r-][w-][x-][sp]$/.test(permissions)) return undefined;
  const pageCount = (parseWord(end) - parseWord(start)) / 4096;
  if (!Number.isSafeInteger(pageCount) || pageCount <= 0 || !Number.isSafeInteger(pageOffset)) {
    return undefined;
  }
  const runs = residencyOf(residency, pageCount);
  if (runs === null) return undefined;
  return { start: parseWord(start), end: parseWord(end), permissions, pageOffset, name, residency: runs };
}

/** Runs that add up to the pages of the VMA, undefined for an empty text, null for what is wrong. */
function residencyOf(text: unknown, pageCount: number): readonly Run<RecordedResidency>[] | undefined | null {
  if (text === "") return undefined;
  if (typeof text !== "string") return null;
  try {
    const runs = parseResidency(text);
    if (runs.reduce((sum, run) => sum + run.count, 0) !== pageCount) return null;
    return runs.map(({ count, value }) => ({ count, value: value === "F" ? "f" : value }));
  } catch {
    return null;
  }
}

function textItem(item: unknown): string | undefined {
  return typeof item === "string" ? item : undefined;
}

function wholeItem(item: unknown): number | undefined {
  return Number.isSafeInteger(item) ? item as number : undefined;
}

function sizeItem(item: unknown): number | undefined {
  const size = wholeItem(item);
  return size !== undefined && size >= 0 ? size : undefined;
}

function argumentItem(item: unknown): number | string | undefined {
  if (isWord(item)) return parseWord(item);
  return isProcessName(item) ? item : undefined;
}
