/**
 * Keeping the digest: a record's hash leaves the sum before the record changes and enters it again after.
 */

import type { Digest, RecordField, RecordHasher } from "../state/digest.ts";

/** A digest, and what hashes its records: a state, or a check of one. */
export interface DigestSum {
  /** The sum. */
  readonly digest: Digest;
  /** Hashes what is added and subtracted. */
  readonly hasher: RecordHasher;
}

/** Adds the hash of an object's record to the state's digest. */
export function addRecord(sum: DigestSum, kind: number, key: number, fields: readonly RecordField[]): void {
  sum.hasher.hashRecord(kind, key, fields);
  sum.digest.add(sum.hasher.lo, sum.hasher.hi);
}

/** Takes the hash of an object's record out of the state's digest. */
export function subtractRecord(
  sum: DigestSum,
  kind: number,
  key: number,
  fields: readonly RecordField[],
): void {
  sum.hasher.hashRecord(kind, key, fields);
  sum.digest.subtract(sum.hasher.lo, sum.hasher.hi);
}
