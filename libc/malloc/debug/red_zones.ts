/**
 * The red zones of a block: bytes before and behind it that nobody may write to.
 *
 *      guard page │ …  64 bytes of 0xfa │ block … │ up to 15 bytes of 0xfb │ guard page
 *      PROT_NONE  │                     │         │                        │ PROT_NONE
 *
 *   RZ1  A block ends where its alignment lets it end last: what runs on behind it meets the guard page at once, or the
 *        few bytes before that, which are looked at when the block is freed and by every check.
 *   RZ2  The zone before a block is shorter when its page begins sooner.
 */

import { PAGE_SIZE } from "@palimpsest/kernel";
import type { Entry } from "./ledger.ts";

/** What the zones are full of. */
export const ZONE_BEFORE = 0xfa;
/** The same behind the block. */
export const ZONE_BEHIND = 0xfb;
const ZONE_BYTES = 64;

/** Where a block's pages are, without the guards. */
export interface BlockPages {
  readonly start: number;
  readonly end: number;
}

/** A red zone: bytes from `start` to `end`. */
export interface RedZone extends BlockPages {
  readonly fill: number;
  readonly isBehind: boolean;
}

/** The pages of a block. */
export function pagesOf({ block, sizeBytes }: Pick<Entry, "block" | "sizeBytes">): BlockPages {
  return {
    start: Math.floor(block / PAGE_SIZE) * PAGE_SIZE,
    end: Math.ceil((block + Math.max(1, sizeBytes)) / PAGE_SIZE) * PAGE_SIZE,
  };
}

/** The red zones of a block. */
export function redZonesOf(entry: Pick<Entry, "block" | "sizeBytes">): RedZone[] {
  const { block, sizeBytes } = entry;
  const { start, end } = pagesOf(entry);
  const before = { start: Math.max(start, block - ZONE_BYTES), end: block, fill: ZONE_BEFORE };
  const behind = { start: block + sizeBytes, end, fill: ZONE_BEHIND };
  const zones = [{ ...behind, isBehind: true }, { ...before, isBehind: false }];
  return zones.filter((zone) => zone.end > zone.start);
}

/** The first address of a zone that was written over; undefined when none was. */
export function firstDamaged(
  { start, end, fill }: RedZone,
  read: (address: number) => number | undefined,
): number | undefined {
  const whole = fill * 0x01010101;
  for (let at = start; at < end;) {
    const word = read(at - (at % 4)) ?? 0;
    if (at % 4 === 0 && word === whole && at + 4 <= end) at += 4;
    else if (((word >>> (8 * (at % 4))) & 0xff) !== fill) return at;
    else at++;
  }
  return undefined;
}
