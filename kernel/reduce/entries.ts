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
const { mixTerm, WORD_HIGH_FACTORS, WORD_LOW_FACTORS } = digests;

/** Entries of a record. */
const ENTRIES = 16;

/** Adds terms of entries that lie in one record, that of `page`: their sums, each lane by its factors. */
export function addEntryTerms(
  { hasher, digest }: DigestSum,
  spaceId: number,
  page: number,
  lo: number,
  hi: number,
): void {
  // Pages have 36 bits: the number of a record has 32.
  hasher.hashKey(RECORD.pte, page * (1 / ENTRIES) | 0, spaceId);
  digest.add(Math.imul(lo, hasher.lo), Math.imul(hi, hasher.hi));
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

/** Changes of entries of one record, to be added to the digest together. */
export class EntryChanges {
  private lo = 0;
  private hi = 0;

  /** Writes a PTE, as setPte() does, but for the digest: add() follows. */
  set(leaf: Int32Array, offset: number, page: number, pte: number): void {
    const change = mixTerm(pte) - mixTerm(leaf[offset]) | 0;
    const slot = page & (ENTRIES - 1);
    leaf[offset] = pte;
    this.lo = this.lo + Math.imul(change, WORD_LOW_FACTORS[slot]) | 0;
    this.hi = this.hi + Math.imul(change, WORD_HIGH_FACTORS[slot]) | 0;
  }

  /** Adds the changes to the digest, and begins anew; `page` is one of those that changed. */
  add(sum: DigestSum, spaceId: number, page: number): void {
    addEntryTerms(sum, spaceId, page, this.lo, this.hi);
    this.lo = 0;
    this.hi = 0;
  }
}
