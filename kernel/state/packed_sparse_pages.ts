/**
 * Sparse pages packed into bytes: a page with a word in it takes some ten.
 *
 *      page  = [ gap to the frame before × 10 + entries - 1 | its entries, fills first ]
 *      entry = [ distance from the end of the entry before × 4 + kind | … ]           distances with their sign lowest
 *
 *      kind 0  a unit of which the high word is zero    low word
 *           1  a unit                                   low word, high word
 *           2  a fill                                   units, value
 *
 *   PZ1  An unpacked page holds what it held, and has the same hash; its entries may stand in another order.
 */

import { HASH_HI, HASH_LO } from "../memory/frame.ts";
import type { FrameTable } from "./frame_table.ts";
import { PackReader, PackWriter } from "./pack_bytes.ts";
import { MOST_ENTRIES, type SparseEntry, SparsePages, UNIT_BYTES } from "./sparse_pages.ts";

const LOW_UNIT = 0;
const UNIT = 1;
const FILL = 2;
const KINDS = 4;

/** Packs the sparse pages of all frames. */
export function packSparsePages(frames: FrameTable): Uint8Array {
  const pages = new SparsePages(frames);
  const writer = new PackWriter();
  let next = 0;
  for (const frame of pages.withPage()) {
    const entries = fillsFirst(pages.entries(frame));
    writer.number((frame - next) * MOST_ENTRIES + entries.length - 1);
    next = frame + 1;
    let end = 0;
    for (const entry of entries) {
      packEntry(writer, entry, entry.first - end);
      end = entry.end;
    }
  }
  return writer.take();
}

function fillsFirst(entries: SparseEntry[]): SparseEntry[] {
  if (!entries.some(({ isFill }) => isFill)) return entries;
  return [...entries.filter(({ isFill }) => isFill), ...entries.filter(({ isFill }) => !isFill)];
}

function packEntry(
  writer: PackWriter,
  { first, end, low, high, isFill }: SparseEntry,
  distance: number,
): void {
  const kind = isFill ? FILL : high === 0 ? LOW_UNIT : UNIT;
  writer.number((distance << 1 ^ distance >> 31) * KINDS + kind);
  if (isFill) {
    writer.number(end - first);
    writer.number(low & 0xff);
    return;
  }
  writer.word(low);
  if (high !== 0) writer.word(high);
}

/** Gives frames their sparse pages, and their records the hashes of what they hold: so far they hold zeros. */
export function unpackSparsePages(epoch: number, frames: FrameTable, packed: Uint8Array): void {
  const pages = new SparsePages(frames);
  const reader = new PackReader(packed);
  const words = new Int32Array(2);
  const bytes = new Uint8Array(words.buffer);
  for (let next = 0; reader.hasMore;) {
    const head = reader.number();
    const gap = Math.floor(head / MOST_ENTRIES);
    const frame = next + gap;
    const record = frames.own(epoch, frame);
    const { at } = frames;
    next = frame + 1;
    let end = 0;
    for (let rest = head - gap * MOST_ENTRIES; rest >= 0; rest--) {
      const entry = reader.number();
      const distance = entry >>> 3 ^ -(entry >>> 2 & 1);
      const kind = entry & KINDS - 1;
      const first = end + distance;
      if (kind === FILL) {
        const count = reader.number();
        pages.fill(record, at, first * UNIT_BYTES, count * UNIT_BYTES, reader.number());
        end = first + count;
      } else {
        words[0] = reader.word();
        words[1] = kind === UNIT ? reader.word() : 0;
        pages.write(record, at, first * UNIT_BYTES, bytes);
        end = first + 1;
      }
      record[at + HASH_LO] += pages.changeLo;
      record[at + HASH_HI] += pages.changeHi;
    }
  }
}
