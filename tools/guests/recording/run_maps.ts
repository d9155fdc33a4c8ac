/**
 * Maps records: "exec" gives a process its image; "mid" and "exit" are compared, VMA by VMA and page by page.
 */

import { residencyRuns, residencyText } from "@palimpsest/fs";
import type { Space, State } from "@palimpsest/kernel";
import { mapsHash, mapsHashText } from "./maps_hash.ts";
import type { MapsRecord, RecordedVma } from "./record.ts";
import type { Run } from "./run.ts";

/** Compares the VMA list and the residency of a process with a maps record. */
export function compareMaps(run: Run, record: MapsRecord): void {
  const { state } = run.machine;
  const space = state.spaceOf(run.processOf(record).pid);
  const agrees = compareList(run, record, state, space);
  if (!agrees) return;
  for (const vma of record.vmas) compareResidency(run, record, vma, state, space);
}

/** Compares a hash alone; used after memory calls. */
export function compareMapsHash(
  run: Run,
  about: { line: number; what: string },
  pid: number,
  expected: string,
): void {
  const { state } = run.machine;
  const got = mapsHash(state, state.spaceOf(pid));
  run.checks.compare("vmaLists", about, expected, got);
}

function compareList(run: Run, record: MapsRecord, state: State, space: Space): boolean {
  const expected = record.vmas.map(recordedLine);
  const got = mapsHashText(state, space).trimEnd().split("\n").map((line) => line.trimEnd());
  const about = { line: record.line, what: `the VMAs of ${record.process}` };
  const index = expected.findIndex((line, at) => line !== got[at]);
  if (index < 0 && expected.length === got.length) return run.checks.compare("maps", about, "", "");
  const at = index < 0 ? expected.length : index;
  return run.checks.compare("maps", about, expected[at] ?? "no further VMA", got[at] ?? "no further VMA");
}

function recordedLine({ start, end, permissions, pageOffset, name }: RecordedVma): string {
  return `${start.toString(16)}-${end.toString(16)} ${permissions} ${
    (pageOffset * 4096).toString(16)
  } ${name}`
    .trimEnd();
}

function compareResidency(run: Run, record: MapsRecord, vma: RecordedVma, state: State, space: Space): void {
  if (vma.residency === undefined) return;
  const found = space.vmaAt(vma.start / 4096)!;
  const got = residencyRuns(state, space, found);
  run.checks.compare(
    "residency",
    { line: record.line, what: `pages of ${record.process}'s ${recordedLine(vma)}` },
    residencyText(vma.residency),
    // Whether other processes of the recorded machine map a file's page too cannot be known: F is folded to f.
    foldShared(residencyText(got)),
  );
}

/** Runs with F read as f, joined anew. */
function foldShared(text: string): string {
  return text.replaceAll("F", "f").replace(/(?:\d+f)+/g, (runs) => {
    const counts = runs.split("f").filter((count) => count !== "").map(Number);
    return `${counts.reduce((sum, count) => sum + count, 0)}f`;
  });
}
