/**
 * Reading logs of older format versions: one upcast a version, each of which takes what was written in its
 * version to the next one. A log of version v passes through all from v on, and so reads as if it had been
 * written today; the file itself never changes.
 *
 *     version 1 ──UPCASTS[0]──▶ 2 ──UPCASTS[1]──▶ 3 ──▶ … ──▶ FORMAT_VERSION
 *
 * UC1. There is one upcast for each version before FORMAT_VERSION; today, with version 1, none.
 * UC2. A block is upcast by itself, when it is decoded; its CRC and its chain are checked before, over the bytes
 *      that were written. So damage in an old log is found and named as in a new one.
 * UC3. An upcast keeps the count and the order of events.
 *
 * @module
 */

import { assertThat } from "../assert.ts";

/** The step from one format version to the next. */
export interface Upcast {
  /** A configuration of this version, as the next version writes it. */
  config(config: Uint8Array): Uint8Array;
  /** A block's uncompressed payload of this version, as the next version encodes it. */
  payload(payload: Uint8Array): Uint8Array;
}

/** The upcasts there are: the one at index v - 1 takes format version v to v + 1. */
export const UPCASTS: readonly Upcast[] = [];

/** A configuration written in `version`, as the current version writes it. */
export function upcastConfig(config: Uint8Array, version: number, upcasts = UPCASTS): Uint8Array {
  return stepsFrom(version, upcasts).reduce((older, upcast) => upcast.config(older), config);
}

/** A block's uncompressed payload written in `version`, as the current version encodes it. */
export function upcastPayload(payload: Uint8Array, version: number, upcasts = UPCASTS): Uint8Array {
  return stepsFrom(version, upcasts).reduce((older, upcast) => upcast.payload(older), payload);
}

function stepsFrom(version: number, upcasts: readonly Upcast[]): readonly Upcast[] {
  assertThat(version >= 1 && version <= upcasts.length + 1, `upcast from unknown format version ${version}`);
  return upcasts.slice(version - 1);
}
