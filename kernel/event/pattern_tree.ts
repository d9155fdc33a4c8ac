/**
 * The tree of patterns: which ones an event may still become, effect by effect.
 *
 *     root ──▶ fault ──▶ pagesFresh (192, 193, …) ──▶ bytesFill (198, 199, …)
 *          │         └─▶ pageReuse (222, 223)
 *          └─▶ store ──▶ bytesWrite (226, 227, 228)
 *
 *   PT1  Each branch knows the patterns that end there, in the order of their codes.
 */

import type { Pattern } from "./pattern.ts";
import { compilePack, type Pack } from "./pattern_source.ts";

/** What an event may become that has come so far. */
export interface Branch {
  /** By the id of the next effect, with holes. */
  readonly next: Branch[];
  /** Writes it by a pattern, when it ends here. */
  pack: Pack | undefined;
  /** How many numbers its records have. */
  readonly numberCount: number;
}

/** The branches of the root, by event id, with holes. */
export function growBranches(patterns: readonly Pattern[]): readonly (Branch | undefined)[] {
  const root: Branch = { next: [], pack: undefined, numberCount: 0 };
  const ends = new Map<Branch, Pattern[]>();
  for (const pattern of patterns) {
    let branch = root;
    for (const { kind, fields } of pattern.records) {
      const numberCount = branch.numberCount + fields.length;
      branch = branch.next[kind.id] ??= { next: [], pack: undefined, numberCount };
    }
    ends.set(branch, [...ends.get(branch) ?? [], pattern]);
  }
  for (const [branch, ended] of ends) branch.pack = compilePack(ended);
  return root.next;
}

/** How many numbers the records on the longest way through branches have. */
export function mostNumbers(branches: readonly (Branch | undefined)[]): number {
  return branches.reduce(
    (most, branch) =>
      branch === undefined ? most : Math.max(most, branch.numberCount, mostNumbers(branch.next)),
    0,
  );
}
