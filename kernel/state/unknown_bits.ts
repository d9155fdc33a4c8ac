/**
 * Bitmaps of unknown bytes: bit i & 31 of word i >> 5 stands for byte i.
 */

/** A word with bits from … to - 1 set, 0 ≤ from < to ≤ 32. */
export function bitRange(from: number, to: number): number {
  return to - from === 32 ? -1 : ((1 << (to - from)) - 1) << from;
}

/** Sets or clears `count` bits from `from` on. */
export function setBits(bitmap: Int32Array, from: number, count: number, set: boolean): void {
  const end = from + count;
  for (let at = from; at < end; at = (at | 31) + 1) {
    const range = bitRange(at & 31, Math.min(end - (at & ~31), 32));
    if (set) bitmap[at >>> 5] |= range;
    else bitmap[at >>> 5] &= ~range;
  }
}

/** The first of the bits from … end - 1 that is set (or, to find a clear one, not), or `end`. */
export function nextBit(bitmap: Int32Array, from: number, end: number, set: boolean): number {
  for (let at = from; at < end; at = (at | 31) + 1) {
    const word = set ? bitmap[at >>> 5] : ~bitmap[at >>> 5];
    const found = word & (-1 << (at & 31));
    if (found !== 0) return Math.min((at & ~31) + 31 - Math.clz32(found & -found), end);
  }
  return end;
}
