/**
 * Page-table entries in the digest.
 *
 *      pages 16 n … 16 n + 15 of a space  =  one record of sixteen words, by space and n       (DG2)
 *
 *   EN1  The hash of such a record is linear in the mixed entries: an entry that changes adds the difference of two terms,
 *        and neighbours that change together share one hash of the key.
 */

import * as digests from "../state/digest.ts";
import { RECORD } from "../state/record_kind.ts";
import type { Space } from "../state/space.ts";
import type { State } from "../state/state.ts";
import type { DigestSum } from "./digest_sum.ts";

// Bound here because the engine folds a module's own constants, but looks imported ones up each time.
const { keySeed, mixTerm, mixWord, WORD_HIGH_FACTORS, WORD_LOW_FACTORS } = digests;
const PTE_KIND = RECORD.pte;

/** Entries of a record. */
const ENTRIES = 16;

/** Adds terms of entries that lie in one record, that of `page`: their sums, each lane by its factors. */
export function addEntryTerms(
  { digest }: DigestSum,
  spaceId: number,
  page: number,
  lo: number,
  hi: number,
): void {
  // Pages have 36 bits: the number of a record has 32.
  digest.addTerms(mixWord((page * (1 / ENTRIES) | 0) ^ keySeed(PTE_KIND, spaceId)), lo, hi);
}

/** Adds the term of the entry of `page`, or the difference of two. */
export function addPteTerm(sum: DigestSum, spaceId: number, page: number, term: number): void {
  const slot = page & (ENTRIES - 1);
  const lo = Math.imul(term, WORD_LOW_FACTORS[slot]);
  addEntryTerms(sum, spaceId, page, lo, Math.imul(term, WORD_HIGH_FACTORS[slot]));
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
  const change = mixTerm(pte) - mixTerm(leaf[offset]);
  leaf[offset] = pte;
  addPteTerm(state, space.id, page, change);
}

/** The sums of sumEntries(). */
const run = { lo: 0, hi: 0 };

/** Adds a run of entries of one record, which begin with that of `page` at `offset` of a leaf, to the digest. */
export function admitEntries(
  sum: DigestSum,
  spaceId: number,
  leaf: Int32Array,
  offset: number,
  page: number,
  count: number,
): void {
  sumEntries(leaf, offset, page, count);
  addEntryTerms(sum, spaceId, page, run.lo, run.hi);
}

/** Takes a run of entries of one record out of the digest, before they change. */
export function withdrawEntries(
  sum: DigestSum,
  spaceId: number,
  leaf: Int32Array,
  offset: number,
  page: number,
  count: number,
): void {
  sumEntries(leaf, offset, page, count);
  if ((run.lo | run.hi) !== 0) addEntryTerms(sum, spaceId, page, -run.lo, -run.hi);
}

/** Sums up the terms of a run of entries, each lane by its factors. */
function sumEntries(leaf: Int32Array, offset: number, page: number, count: number): void {
  const slot = page & (ENTRIES - 1);
  let lo = 0;
  let hi = 0;
  for (let step = 0; step < count; step++) {
    const term = mixTerm(leaf[offset + step]);
    lo = lo + Math.imul(term, WORD_LOW_FACTORS[slot + step]) | 0;
    hi = hi + Math.imul(term, WORD_HIGH_FACTORS[slot + step]) | 0;
  }
  run.lo = lo;
  run.hi = hi;
}

/** Changes of entries of one record, to be added to the digest together: for leaves of which few entries change. */
export class EntryChanges {
  private lo = 0;
  private hi = 0;

  /** Notes that the entry of `page` becomes another. */
  note(page: number, before: number, after: number): void {
    const change = mixTerm(after) - mixTerm(before) | 0;
    const slot = page & (ENTRIES - 1);
    this.lo = this.lo + Math.imul(change, WORD_LOW_FACTORS[slot]) | 0;
    this.hi = this.hi + Math.imul(change, WORD_HIGH_FACTORS[slot]) | 0;
  }

  /** Adds what was noted to the digest, and begins anew; `page` is any of the record. */
  add(sum: DigestSum, spaceId: number, page: number): void {
    if ((this.lo | this.hi) !== 0) addEntryTerms(sum, spaceId, page, this.lo, this.hi);
    this.lo = 0;
    this.hi = 0;
  }
}
