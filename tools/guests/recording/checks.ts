/**
 * What was checked of a run against its recording, and what differed.
 *
 * CK1. Every asked thing is counted once, whether it agreed or not.
 * CK2. Differences are kept in the order of the recording, at most DIFFERENCES_KEPT of them; all are counted.
 */

/** What is checked, in the order of reports, with the words of a report. */
export const CHECK_KINDS = {
  results: "results of calls",
  addresses: "addresses of memory calls",
  descriptors: "descriptors",
  vmaLists: "VMA lists after memory calls",
  faults: "page faults",
  maps: "whole VMA lists",
  residency: "residency of mappings",
  faultTotals: "fault totals",
  processes: "processes and their ends",
} as const;

/** A kind of check. */
export type CheckKind = keyof typeof CHECK_KINDS;

/** How many differences are kept. */
export const DIFFERENCES_KEPT = 1000;

/** Something that is not as it was on the real kernel. */
export interface Difference {
  /** Line in the recording. */
  readonly line: number;
  readonly kind: CheckKind;
  /** What differs: "p0 mmap(…)". */
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}

/** What an event of a run was, for the report. */
export type CountTable = Record<string, number>;

/** The counts and differences of a run. */
export class Checks {
  readonly differences: Difference[] = [];
  /** All differences, kept or not. */
  differedCount = 0;
  private readonly counts = new Map<CheckKind, number>();
  private readonly givenCounts = new Map<string, number>();

  /** Checks one thing: counts it, and keeps the difference when `expected` is not `got`. */
  compare(kind: CheckKind, about: { line: number; what: string }, expected: string, got: string): boolean {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    if (expected === got) return true;
    this.differedCount++;
    if (this.differences.length < DIFFERENCES_KEPT) {
      this.differences.push({ line: about.line, kind, what: about.what, expected, got });
    }
    return false;
  }

  /** Counts a call whose result was given. */
  countGiven(name: string): void {
    this.givenCounts.set(name, (this.givenCounts.get(name) ?? 0) + 1);
  }

  /** How much was checked of each kind that occurred. */
  get checked(): CountTable {
    const kinds = Object.keys(CHECK_KINDS) as CheckKind[];
    return Object.fromEntries(
      kinds.filter((kind) => this.counts.has(kind)).map((kind) => [kind, this.counts.get(kind)!]),
    );
  }

  /** Everything that was checked. */
  get checkedCount(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** How often each call was given, by name. */
  get given(): CountTable {
    return Object.fromEntries([...this.givenCounts].sort(([one], [other]) => one < other ? -1 : 1));
  }
}
