/**
 * Compares two answers to one script, record by record and key by key.
 *
 * CM1. Records are matched by line number. One that only one side has is a single difference with key `record`.
 * CM2. The headers are not compared: they describe the machines.
 * CM3. Of two VMA lists that differ only the first differing entry is told; the rest usually follows from it.
 * CM4. Counting goes on past the limit of differences kept.
 */
import {
  joinRuns,
  parseResidency,
  printResidency,
  type ResidencyLetter,
} from "../guests/script/runs_text.ts";
import type { ProcessEntry, ScriptAnswer, ScriptRecord, VmaEntry } from "../guests/script/record.ts";

/** Parts of an answer that can be left out of a comparison. `exclusive` takes `c` for `a` and `F` for `f` in residency. */
export type IgnoredPart = "vmflags" | "faults" | "residency" | "exclusive" | "code";

/** How to compare. */
export interface CompareOptions {
  /** What does not count. */
  readonly ignore?: readonly IgnoredPart[];
  /** Compare minor and major faults as their sum (scripts that swap). */
  readonly sumFaults?: boolean;
  /** How many differences to keep; all are counted. Default: all. */
  readonly keptMax?: number;
}

/** One key of one record that differs. */
export interface Difference {
  /** The script's line. */
  readonly lineNumber: number;
  /** Acting process. */
  readonly process: string;
  /** The line's text. */
  readonly op: string;
  /** Key of the record, as `ret`, `vmas[3]` or `procs[p1].brk`. */
  readonly key: string;
  /** JSON of what was wanted; undefined where the key is absent. */
  readonly wanted: string | undefined;
  /** JSON of what came; undefined where the key is absent. */
  readonly got: string | undefined;
}

/** The result of a comparison. */
export interface Comparison {
  /** Records wanted. */
  readonly recordCount: number;
  /** All keys that differ. */
  readonly differenceCount: number;
  /** The first of them. */
  readonly differences: readonly Difference[];
}

/** Compares an answer with the one wanted. */
export function compareAnswers(
  wanted: ScriptAnswer,
  got: ScriptAnswer,
  options: CompareOptions = {},
): Comparison {
  return compareRecords(wanted.records, got.records, options);
}

/** Compares records with those wanted; both in ascending order of lines. */
export function compareRecords(
  wanted: readonly ScriptRecord[],
  got: readonly ScriptRecord[],
  options: CompareOptions = {},
): Comparison {
  const keptMax = options.keptMax ?? Infinity;
  const differences: Difference[] = [];
  let differenceCount = 0;
  for (const [wantedRecord, gotRecord] of pairs(wanted, got)) {
    for (const difference of compareRecord(wantedRecord, gotRecord, options)) {
      if (differenceCount++ < keptMax) differences.push(difference);
    }
  }
  return { recordCount: wanted.length, differenceCount, differences };
}

/** A difference as people read it. */
export function printDifference(difference: Difference): string {
  const { lineNumber, op, key, wanted, got } = difference;
  return `line ${lineNumber}: ${op}\n  ${key}\n    wanted ${wanted ?? "(absent)"}\n    got    ${
    got ?? "(absent)"
  }\n`;
}

type Pair = [wanted: ScriptRecord | undefined, got: ScriptRecord | undefined];

function pairs(wanted: readonly ScriptRecord[], got: readonly ScriptRecord[]): Pair[] {
  const byLine = new Map<number, Pair>();
  for (const record of wanted) byLine.set(record.n, [record, undefined]);
  for (const record of got) byLine.set(record.n, [byLine.get(record.n)?.[0], record]);
  return [...byLine].sort(([left], [right]) => left - right).map(([, pair]) => pair);
}

function* compareRecord(
  wanted: ScriptRecord | undefined,
  got: ScriptRecord | undefined,
  options: CompareOptions,
): Iterable<Difference> {
  const { n: lineNumber, p: process, op } = (wanted ?? got)!;
  const place = { lineNumber, process, op };
  if (wanted === undefined || got === undefined) {
    yield { ...place, key: "record", wanted: printValue(wanted), got: printValue(got) };
    return;
  }
  const left = flatten(wanted, options);
  const right = flatten(got, options);
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const [wantedText, gotText] = [printValue(left.get(key)), printValue(right.get(key))];
    if (wantedText === gotText) continue;
    if (key.endsWith("vmas")) yield { ...place, ...firstVmaDifference(key, left.get(key), right.get(key)) };
    else yield { ...place, key, wanted: wantedText, got: gotText };
  }
}

/** The record's keys and values, with processes unfolded and what does not count left out. */
function flatten(record: ScriptRecord, options: CompareOptions): Map<string, unknown> {
  const ignores = (part: IgnoredPart) => options.ignore?.includes(part) ?? false;
  const { procs, vmas, ...plain } = record;
  const flat = new Map<string, unknown>(Object.entries(plain));
  if (ignores("code")) flat.delete("code");
  if (options.sumFaults && plain.min !== undefined) flat.set("min", plain.min + (plain.maj ?? 0));
  if (ignores("faults")) flat.delete("min");
  if (ignores("faults") || options.sumFaults) flat.delete("maj");
  if (vmas !== undefined) flat.set("vmas", vmas.map((vma) => comparedVma(vma, ignores)));
  if (procs !== undefined) flat.set("procs", procs.map((each) => each.p));
  for (const each of procs ?? []) flattenProcess(each, flat, ignores);
  return flat;
}

function flattenProcess(
  entry: ProcessEntry,
  flat: Map<string, unknown>,
  ignores: (part: IgnoredPart) => boolean,
): void {
  const prefix = `procs[${entry.p}]`;
  flat.set(`${prefix}.brk`, entry.brk);
  flat.set(`${prefix}.vsz`, entry.vsz);
  flat.set(`${prefix}.vmas`, entry.vmas.map((vma) => comparedVma(vma, ignores)));
}

function comparedVma(vma: VmaEntry, ignores: (part: IgnoredPart) => boolean): unknown[] {
  const [start, end, permissions, pageOffset, file, vmFlags, residency] = vma;
  const compared: unknown[] = [start, end, permissions, pageOffset, file];
  if (!ignores("vmflags")) compared.push(vmFlags);
  if (residency !== undefined && !ignores("residency")) {
    compared.push(ignores("exclusive") ? foldedResidency(residency) : residency);
  }
  return compared;
}

const foldedLetters: Partial<Record<ResidencyLetter, ResidencyLetter>> = { c: "a", F: "f" };

function foldedResidency(residency: string): string {
  const runs = parseResidency(residency).map(({ count, value }) => ({
    count,
    value: foldedLetters[value] ?? value,
  }));
  return printResidency(joinRuns(runs));
}

function firstVmaDifference(
  key: string,
  wanted: unknown,
  got: unknown,
): Omit<Difference, "lineNumber" | "process" | "op"> {
  if (!Array.isArray(wanted) || !Array.isArray(got)) {
    return { key, wanted: printValue(wanted), got: printValue(got) };
  }
  let index = 0;
  while (printValue(wanted[index]) === printValue(got[index])) index++;
  return { key: `${key}[${index}]`, wanted: printValue(wanted[index]), got: printValue(got[index]) };
}

function printValue(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return JSON.stringify(value, (_key, inner) => typeof inner === "bigint" ? inner.toString() : inner);
}
