/**
 * What the debug allocator knows of every block: a table in a mapping of its own, so that no stray store of the program's
 * next to a block reaches it.
 *
 *      static area   +0 table   +8 places   +16 places taken   +24 the last serial number
 *                    +32 oldest in quarantine   +40 newest   +48 pages in quarantine
 *
 *      a place, 32 bytes   +0 block, 0: free   +8 size   +16 serial × 4 + kind   +24 the next one in quarantine, 0: none
 *
 *      block ── hash ──▶ place ── taken by another? the one behind it …
 *
 *      live ── free() ──▶ quarantined ── the quarantine is full: the oldest ──▶ gone ── the table grows ──▶ forgotten
 *
 *   LG1  A block has one place. At most half of the places are taken; the table doubles then, without those that are gone.
 *   LG2  Serial numbers ascend with allocations.
 */

import { MAP, PAGE_SIZE, PROT } from "@palimpsest/kernel";
import type { UserSpace } from "../../memory/user_space.ts";

/** What a block is. */
export const LIFE = { live: 1, quarantined: 2, gone: 3 } as const;

/** Offsets in the static area. */
export const LEDGER_STATICS = {
  table: 0,
  capacity: 8,
  taken: 16,
  serial: 24,
  oldest: 32,
  newest: 40,
  quarantinePages: 48,
} as const;
/** Bytes of the static area. */
export const LEDGER_BYTES = 64;

const PLACE_BYTES = 32;
const SIZE = 8;
const LIFE_WORD = 16;
const NEXT = 24;
const FIRST_CAPACITY = PAGE_SIZE / PLACE_BYTES;

/** What stands in a place. */
export interface Entry {
  readonly block: number;
  readonly sizeBytes: number;
  readonly life: number;
  readonly serial: number;
  /** The next one in quarantine, or 0. */
  readonly next: number;
}

/** Reads a 64-bit word. */
export type WideReader = (address: number) => number;

/** Every entry of a table, in no order. */
export function* ledgerEntries(read: WideReader, statics: number): Generator<Entry> {
  const table = read(statics + LEDGER_STATICS.table);
  const capacity = read(statics + LEDGER_STATICS.capacity);
  for (let place = table; place < table + capacity * PLACE_BYTES; place += PLACE_BYTES) {
    const block = read(place);
    if (block !== 0) yield entryAt(read, place, block);
  }
}

function entryAt(read: WideReader, place: number, block: number): Entry {
  const word = read(place + LIFE_WORD);
  return {
    block,
    sizeBytes: read(place + SIZE),
    life: word % 4,
    serial: Math.floor(word / 4),
    next: read(place + NEXT),
  };
}

/** The table of one heap. */
export class Ledger {
  private readonly read: WideReader;

  /** The table whose static area is at `statics`. */
  constructor(private readonly space: UserSpace, private readonly statics: number) {
    this.read = (address) => space.load64(address);
  }

  /** What is known of a block; undefined: nothing. */
  find(block: number): Entry | undefined {
    const place = this.placeOf(block);
    return place !== 0 && this.read(place) === block ? entryAt(this.read, place, block) : undefined;
  }

  /** Every entry. */
  entries(): Generator<Entry> {
    return ledgerEntries(this.read, this.statics);
  }

  /** Makes room for one more block; false when there is no memory. */
  reserve(): boolean {
    const { taken, capacity } = this;
    return 2 * (taken + 1) <= capacity || this.rebuild();
  }

  /** Notes a new block; there must be room. */
  add(block: number, sizeBytes: number): void {
    const serial = this.read(this.statics + LEDGER_STATICS.serial) + 1;
    this.space.store64(this.statics + LEDGER_STATICS.serial, serial);
    this.write({ block, sizeBytes, life: LIFE.live, serial, next: 0 });
  }

  /** Puts a block behind the newest in quarantine. */
  quarantine(entry: Entry, pageCount: number): void {
    this.write({ ...entry, life: LIFE.quarantined, next: 0 });
    const newest = this.field("newest");
    if (newest === 0) this.setField("oldest", entry.block);
    else this.write({ ...this.find(newest)!, next: entry.block });
    this.setField("newest", entry.block);
    this.setField("quarantinePages", this.quarantinePages + pageCount);
  }

  /** Takes the oldest block, which has so many pages, out of quarantine: it is gone. */
  forgetOldest(pageCount: number): void {
    const oldest = this.oldest!;
    this.setField("oldest", oldest.next);
    if (oldest.next === 0) this.setField("newest", 0);
    this.write({ ...oldest, life: LIFE.gone, next: 0 });
    this.setField("quarantinePages", this.quarantinePages - pageCount);
  }

  /** The oldest block in quarantine. */
  get oldest(): Entry | undefined {
    const block = this.field("oldest");
    return block === 0 ? undefined : this.find(block);
  }

  /** Pages of the blocks in quarantine. */
  get quarantinePages(): number {
    return this.field("quarantinePages");
  }

  private get taken(): number {
    return this.field("taken");
  }

  private get capacity(): number {
    return this.field("capacity");
  }

  private field(name: keyof typeof LEDGER_STATICS): number {
    return this.read(this.statics + LEDGER_STATICS[name]);
  }

  private setField(name: keyof typeof LEDGER_STATICS, value: number): void {
    this.space.store64(this.statics + LEDGER_STATICS[name], value);
  }

  private write({ block, sizeBytes, life, serial, next }: Entry): void {
    const { space } = this;
    const place = this.placeOf(block);
    if (this.read(place) === 0) this.setField("taken", this.taken + 1);
    space.store64(place, block);
    space.store64(place + SIZE, sizeBytes);
    space.store64(place + LIFE_WORD, serial * 4 + life);
    space.store64(place + NEXT, next);
  }

  /** The place of a block, or the free one where it belongs; 0 without a table. */
  private placeOf(block: number): number {
    const { capacity } = this;
    if (capacity === 0) return 0;
    const table = this.field("table");
    let index = hashOf(block) % capacity;
    for (;;) {
      const place = table + index * PLACE_BYTES;
      const there = this.read(place);
      if (there === 0 || there === block) return place;
      index = (index + 1) % capacity;
    }
  }

  /** Makes a table that has room, with all that is not gone. */
  private rebuild(): boolean {
    const kept = [...this.entries()].filter(({ life }) => life !== LIFE.gone);
    const { capacity } = this;
    const table = this.field("table");
    let wanted = Math.max(FIRST_CAPACITY, capacity);
    while (4 * (kept.length + 1) > wanted) wanted *= 2;
    const lengthBytes = wanted * PLACE_BYTES;
    const flags = MAP.PRIVATE | MAP.ANONYMOUS;
    const made = this.space.call("mmap", { lengthBytes, prot: PROT.READ | PROT.WRITE, flags, fd: -1 });
    if (made < 0) return false;
    this.setField("table", made);
    this.setField("capacity", wanted);
    this.setField("taken", 0);
    for (const entry of kept) this.write(entry);
    if (capacity > 0) this.space.call("munmap", { address: table, lengthBytes: capacity * PLACE_BYTES });
    return true;
  }
}

function hashOf(block: number): number {
  const low = Math.floor(block / 16) % 2 ** 32;
  const mixed = Math.imul(low ^ (low >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
