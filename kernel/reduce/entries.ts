/**
 * Page-table entries in the digest.
 *
 *      pages 16 n … 16 n + 15 of a space  =  one record of sixteen words, by space and n       (DG2)
 *
 *   EN1  The hash of such a record is linear in the mixed entries: an entry that changes adds the difference of two terms,
 *        and neighbours that change together share one hash of the key.
 */

import * as ptes from "../memory/pte.ts";
import * as digests from "../state/digest.ts";
import { RECORD } from "../state/record_kind.ts";
import type { Space } from "../state/space.ts";
import type { State } from "../state/state.ts";
import type { DigestSum } from "./digest_sum.ts";

// Bound here because the engine folds a module's own constants, but looks imported ones up each time.
const { imul } = Math;
const { keySeed, mixTerm, mixWord, WORD_HIGH_FACTORS: HIGH_FACTORS, WORD_LOW_FACTORS: LOW_FACTORS } = digests;
const { PTE_FRAME_STEP } = ptes;
const PTE_KIND = RECORD.pte;

/** Entries of a record. */
const ENTRIES = 16;

/** The hash of the key of the record in which the entry of `page` lies. */
function recordKey(spaceId: number, page: number): number {
  // Pages have 36 bits: the number of a record has 32.
  return mixWord((page * (1 / ENTRIES) | 0) ^ keySeed(PTE_KIND, spaceId));
}

/** Adds terms of entries that lie in one record, that of `page`: their sums, each lane by its factors. */
function addEntryTerms(
  { digest }: DigestSum,
  spaceId: number,
  page: number,
  lo: number,
  hi: number,
): void {
  digest.addTerms(recordKey(spaceId, page), lo, hi);
}

/** Adds the term of the entry of `page`, or the difference of two. */
export function addPteTerm(sum: DigestSum, spaceId: number, page: number, term: number): void {
  const slot = page & (ENTRIES - 1);
  const lo = imul(term, LOW_FACTORS[slot]);
  addEntryTerms(sum, spaceId, page, lo, imul(term, HIGH_FACTORS[slot]));
}

/** Writes one PTE, at `offset` of a leaf that the state owns. */
export function setPte(
  state: State,
  space: Space,
  leaf: Int32Array,
  offset: number,
  page: number,
  pte: number,
): void {
  const before = leaf[offset];
  let change = mixTerm(pte);
  // Most entries that are written were absent.
  if (before !== 0) change = change - mixTerm(before) | 0;
  leaf[offset] = pte;
  const slot = page & (ENTRIES - 1);
  const lo = imul(change, LOW_FACTORS[slot]);
  const hi = imul(change, HIGH_FACTORS[slot]);
  state.digest.addTerms(recordKey(space.id, page), lo, hi);
}

/** Entries that may be listed when takeEntries() is asked for one record more. */
export const MOST_TAKEN = 128;
/** The entries that takeEntries() found, or that mapEntries() replaced. */
export const takenEntries: Int32Array = new Int32Array(MOST_TAKEN + ENTRIES);
const TAKEN = takenEntries;

/**
 * Takes a run of entries of one record out of the digest, and lists those that are not absent in `takenEntries`. Where every
 * other entry is absent, the processor cannot foresee which: so a step is the same for all of them, and has no branch.
 *
 * @param listedBefore How many are listed already, and stay: MOST_TAKEN at most.
 * @returns How many are listed now.
 */
export function takeEntries(
  { digest }: DigestSum,
  spaceId: number,
  leaf: Int32Array,
  offset: number,
  page: number,
  count: number,
  listedBefore: number,
): number {
  const slotShift = (page & (ENTRIES - 1)) - offset | 0;
  const end = offset + count | 0;
  let lo = 0;
  let hi = 0;
  let listed = listedBefore;
  for (let at = offset; at < end; at++) {
    const pte = leaf[at];
    const term = mixTerm(pte);
    lo = lo + imul(term, LOW_FACTORS[at + slotShift | 0]) | 0;
    hi = hi + imul(term, HIGH_FACTORS[at + slotShift | 0]) | 0;
    TAKEN[listed] = pte;
    listed += (pte | -pte) >>> 31;
  }
  if (listed !== listedBefore) digest.subtractTerms(recordKey(spaceId, page), lo, hi);
  return listed;
}

/**
 * Writes a run of entries of one record that map frames which follow one another, from that of `pte` on, and lists what they
 * replace in `takenEntries`.
 *
 * @returns How many are listed: mostly none.
 */
export function mapEntries(
  { digest }: DigestSum,
  spaceId: number,
  leaf: Int32Array,
  offset: number,
  page: number,
  count: number,
  pte: number,
): number {
  const slotShift = (page & (ENTRIES - 1)) - offset | 0;
  const end = offset + count | 0;
  let lo = 0;
  let hi = 0;
  let listed = 0;
  let entry = pte;
  for (let at = offset; at < end; at++) {
    const before = leaf[at];
    let change = mixTerm(entry);
    if (before !== 0) {
      change = change - mixTerm(before) | 0;
      TAKEN[listed++] = before;
    }
    leaf[at] = entry;
    lo = lo + imul(change, LOW_FACTORS[at + slotShift | 0]) | 0;
    hi = hi + imul(change, HIGH_FACTORS[at + slotShift | 0]) | 0;
    entry = entry + PTE_FRAME_STEP | 0;
  }
  digest.addTerms(recordKey(spaceId, page), lo, hi);
  return listed;
}

/** Changes of entries of one record, to be added to the digest together: for leaves of which few entries change. */
export class EntryChanges {
  private lo = 0;
  private hi = 0;

  /** Begins anew: where a fold ended midway, what it noted is left. */
  begin(): void {
    this.lo = 0;
    this.hi = 0;
  }

  /** Notes that the entry of `page` becomes another. */
  note(page: number, before: number, after: number): void {
    const change = mixTerm(after) - mixTerm(before) | 0;
    const slot = page & (ENTRIES - 1);
    this.lo = this.lo + imul(change, LOW_FACTORS[slot]) | 0;
    this.hi = this.hi + imul(change, HIGH_FACTORS[slot]) | 0;
  }

  /** Adds what was noted to the digest, and begins anew; `page` is any of the record. */
  add(sum: DigestSum, spaceId: number, page: number): void {
    if ((this.lo | this.hi) !== 0) addEntryTerms(sum, spaceId, page, this.lo, this.hi);
    this.begin();
  }
}
