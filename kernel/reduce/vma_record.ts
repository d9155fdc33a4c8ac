/**
 * The record of a VMA in the digest: a number a place, and those first that every VMA has.
 *
 *      0 endPage   1 pageOffset   2 flags   3 anonVma   4 anonChain   5 file   6 inode   7 name
 *
 * The hash of a record of words is linear in them (DG2), so that places of zeros at the end may be left out.
 */

import type { Vma } from "../memory/vma.ts";
import type { RecordHasher } from "../state/digest.ts";
import * as kinds from "../state/record_kind.ts";

// Bound here because the engine folds a module's own constants, but looks imported ones up each time.
const { RECORD } = kinds;
const WORD_SPAN = 2 ** 32;
/** Values of the upper word of a page number: pages have 36 bits, and spaces 28. */
const FAR_SPAN = 16;

/** A VMA as the tree of its space keeps it: with the hash of its digest record, which is wanted again when it goes. */
export interface HashedVma extends Vma {
  /** First lane of the hash. */
  readonly hashLo: number;
  /** Second lane of the hash. */
  readonly hashHi: number;
}

/** Hashes the record of a VMA; the key is its space and its first page. */
export function hashVma(hasher: RecordHasher, vma: Vma): void {
  const { space, startPage, endPage, flags, file, inode, pageOffset, anonVma, anonChain, name } = vma;
  hasher.put(0, endPage);
  hasher.put(1, pageOffset);
  hasher.put(2, flags);
  let places = 3;
  const isBacked = file !== 0 || inode !== 0 || name !== "";
  if (isBacked || anonVma !== 0 || anonChain.length > 0) {
    hasher.put(3, anonVma);
    hasher.putIds(4, anonChain);
    places = 5;
  }
  if (isBacked) {
    hasher.put(5, file);
    hasher.put(6, inode);
    hasher.putText(7, name);
    places = 8;
  }
  const far = Math.imul(space, FAR_SPAN) + Math.floor(startPage / WORD_SPAN);
  hasher.hashPlaces(RECORD.vma, startPage, far, places);
}
