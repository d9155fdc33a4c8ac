/**
 * Keeping the digest: a record's hash leaves the sum before the record changes and enters it again after.
 */

import type { RecordField } from "../state/digest.ts";
import type { State } from "../state/state.ts";

/** Adds the hash of an object's record to the state's digest. */
export function addRecord(state: State, kind: number, key: number, fields: readonly RecordField[]): void {
  state.hasher.hashRecord(kind, key, fields);
  state.digest.add(state.hasher.lo, state.hasher.hi);
}

/** Takes the hash of an object's record out of the state's digest. */
export function subtractRecord(
  state: State,
  kind: number,
  key: number,
  fields: readonly RecordField[],
): void {
  state.hasher.hashRecord(kind, key, fields);
  state.digest.subtract(state.hasher.lo, state.hasher.hi);
}
