/**
 * Writes answers byte for byte as the native oracle prints them.
 *
 * FO1. Keys stand in one fixed order. Bytes that an access read stand before its fault counts, bytes that a system call read
 *      after them.
 * FO2. Texts escape `"` and `\` only; a control character (a tab in the script) is printed as a blank.
 * FO3. No blanks between tokens, one line a record, each with its newline.
 */
import type { ProcessEntry, ScriptAnswer, ScriptHeader, ScriptRecord, VmaEntry } from "./record.ts";

const headerKeys: readonly (keyof ScriptHeader)[] = [
  "hdr",
  "format",
  "kernel",
  "page",
  "A",
  "B",
  "T",
  "task_size",
  "mmap_min_addr",
  "ram_pages",
  "swap_pages",
  "memlock",
  "fault_around",
  "thp",
  "pku",
];

type RecordKey = keyof ScriptRecord;
const keysBeforeFaults: readonly RecordKey[] = ["skip", "ret", "err", "done", "sig", "code", "at", "val"];
const keysOfBytes: readonly RecordKey[] = ["hex", "fnv"];
const keysOfFaults: readonly RecordKey[] = ["min", "maj"];
const keysAfterFaults: readonly RecordKey[] = ["status", "exited", "died", "brk", "vsz"];
const accessKeys = [...keysBeforeFaults, ...keysOfBytes, ...keysOfFaults, ...keysAfterFaults];
const syscallKeys: readonly RecordKey[] = [
  ...keysBeforeFaults,
  ...keysOfFaults,
  "vec",
  ...keysOfBytes,
  ...keysAfterFaults,
];

/** Writes a whole answer. */
export function formatAnswer(answer: ScriptAnswer): string {
  return formatHeader(answer.header) + answer.records.map(formatRecord).join("");
}

/** Writes the first line. */
export function formatHeader(header: ScriptHeader): string {
  return `{${headerKeys.map((key) => `"${key}":${formatValue(header[key])}`).join(",")}}\n`;
}

/** Writes one record. */
export function formatRecord(record: ScriptRecord): string {
  let line = `{"n":${record.n},"p":${quote(record.p)},"op":${quote(record.op)}`;
  for (const key of record.ret === undefined ? accessKeys : syscallKeys) {
    const value = record[key] as string | number | bigint | boolean | undefined;
    if (value !== undefined) line += `,"${key}":${formatValue(value)}`;
  }
  if (record.vmas !== undefined) line += `,"vmas":${formatVmas(record.vmas)}`;
  if (record.procs !== undefined) line += `,"procs":[${record.procs.map(formatProcess).join(",")}]`;
  return line + "}\n";
}

function formatProcess(process: ProcessEntry): string {
  const { p, brk, vsz, vmas } = process;
  return `{"p":${quote(p)},"brk":${quote(brk)},"vsz":${vsz},"vmas":${formatVmas(vmas)}}`;
}

function formatVmas(vmas: readonly VmaEntry[]): string {
  return `[${vmas.map((vma) => `[${vma.map((field) => formatValue(field!)).join(",")}]`).join(",")}]`;
}

function formatValue(value: string | number | bigint | boolean): string {
  return typeof value === "string" ? quote(value) : String(value);
}

/** A JSON string as the oracle writes it. */
export function quote(text: string): string {
  // deno-lint-ignore no-control-regex
  return `"${text.replace(/["\\]/g, "\\$&").replace(/[\x00-\x1f]/g, " ")}"`;
}
