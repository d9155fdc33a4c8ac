/**
 * debug: finds what other allocators cannot. Every block has pages of its own between two guard pages; a block that was
 * freed stays as pages without rights, until the quarantine is full.
 *
 *      malloc   guard │ red zone │ block │ red zone │ guard       red_zones.ts
 *      free     guard │ PROT_NONE, no frames ────── │ guard       whoever touches it meets SIGSEGV, which is explained
 *      later    nothing: the oldest of the quarantine are unmapped
 *
 *   DB1  What is known of blocks stands in the ledger, apart from them (ledger.ts).
 *   DB2  A block never moves in place: realloc() gives another one, so that the old address is caught.
 *   DB3  Mappings of blocks are apart from each other: a page, and a guard before and behind.
 *
 * Two calls and two pages a block, and two VMAs: some 30,000 blocks (vm.max_map_count) are the most there can be.
 */

import { hex, MAP, PAGE_SIZE, PROT } from "@palimpsest/kernel";
import type { MemoryView } from "../../memory/memory_view.ts";
import type { UserSpace } from "../../memory/user_space.ts";
import {
  type Allocator,
  type AllocatorMaking,
  BLOCK_ALIGNMENT,
  type HeapSummary,
  type LiveBlock,
  NO_BLOCK,
} from "../allocator.ts";
import { HeapError } from "../heap_error.ts";
import { checkDebug } from "./check_debug.ts";
import { type Entry, Ledger, LEDGER_BYTES, LIFE } from "./ledger.ts";
import { firstDamaged, pagesOf, redZonesOf } from "./red_zones.ts";

/** Pages of freed blocks that are kept without rights: 64 MiB of addresses, and no memory. */
export const QUARANTINE_PAGES = 16_384;
const NO_RIGHTS = { prot: 0, fd: -1 };
const ANONYMOUS = MAP.PRIVATE | MAP.ANONYMOUS;

/** See the head of this file. */
export class Debug implements Allocator {
  private readonly ledger: Ledger;

  /** The allocator whose static area is at `statics`. */
  constructor(private readonly space: UserSpace, private readonly statics: number) {
    this.ledger = new Ledger(space, statics);
  }

  /** A new block (Allocator). */
  allocate(sizeBytes: number, alignmentBytes: number): number {
    const block = this.ledger.reserve() ? this.map(sizeBytes, alignmentBytes) : NO_BLOCK;
    if (block === NO_BLOCK) return NO_BLOCK;
    for (const { start, end, fill } of redZonesOf({ block, sizeBytes })) {
      this.space.fill(start, end - start, fill);
    }
    this.ledger.add(block, sizeBytes);
    return block;
  }

  /** Takes a block back: into quarantine (Allocator). */
  release(address: number): void {
    const entry = this.liveBlock(address);
    this.checkZones(entry);
    const { start, end } = pagesOf(entry);
    this.space.call("mmap", {
      address: start,
      lengthBytes: end - start,
      flags: ANONYMOUS | MAP.FIXED,
      ...NO_RIGHTS,
    });
    this.ledger.quarantine(entry, (end - start) / PAGE_SIZE);
    while (this.ledger.quarantinePages > QUARANTINE_PAGES) this.unmapOldest();
  }

  /** Moves a block (Allocator). */
  resize(address: number, sizeBytes: number): number {
    const entry = this.liveBlock(address);
    this.checkZones(entry);
    const moved = this.allocate(sizeBytes, BLOCK_ALIGNMENT);
    if (moved === NO_BLOCK) return NO_BLOCK;
    this.space.copy(moved, address, Math.min(entry.sizeBytes, sizeBytes));
    this.release(address);
    return moved;
  }

  /** What was asked for, and not a byte more (Allocator). */
  usableBytes(address: number): number {
    return this.liveBlock(address).sizeBytes;
  }

  /** Every block is fresh from the kernel (Allocator). */
  isFresh(): boolean {
    return true;
  }

  /** Walks the ledger (Allocator). */
  check(memory: MemoryView): HeapSummary {
    return checkDebug(memory, this.statics);
  }

  /** Gives the quarantine's addresses back (Allocator). */
  trim(): boolean {
    const hasAny = this.ledger.oldest !== undefined;
    while (this.ledger.oldest !== undefined) this.unmapOldest();
    return hasAny;
  }

  /** What an access that met a signal ran into (Allocator). */
  explain(address: number): HeapError | undefined {
    const entry = this.entryAround(address);
    if (entry === undefined || entry.life === LIFE.gone) return undefined;
    const { block, sizeBytes } = entry;
    const words = placeWords(address, entry);
    if (entry.life === LIFE.quarantined) return new HeapError("use after free", address, words, { block });
    const fault = address >= block + sizeBytes ? "access past the end" : "access before start";
    return new HeapError(fault, address, words, { block });
  }

  /** The blocks that were never freed, oldest first (Allocator). */
  leaks(): LiveBlock[] {
    return [...this.ledger.entries()].filter(({ life }) => life === LIFE.live)
      .sort((one, other) => one.serial - other.serial)
      .map(({ block, sizeBytes }) => ({ address: block, sizeBytes }));
  }

  /** A block between two guards; NO_BLOCK when there is no memory. */
  private map(sizeBytes: number, alignmentBytes: number): number {
    const paddedBytes = Math.ceil(Math.max(1, sizeBytes) / alignmentBytes) * alignmentBytes;
    const isWide = alignmentBytes > PAGE_SIZE;
    const innerBytes = Math.ceil((isWide ? sizeBytes + 1 : paddedBytes) / PAGE_SIZE) * PAGE_SIZE;
    const slackBytes = isWide ? alignmentBytes : 0;
    const lengthBytes = innerBytes + 2 * PAGE_SIZE + slackBytes;
    const start = this.space.call("mmap", { lengthBytes, flags: ANONYMOUS, ...NO_RIGHTS });
    if (start < 0) return NO_BLOCK;
    const first = start + PAGE_SIZE;
    const block = isWide
      ? Math.ceil(first / alignmentBytes) * alignmentBytes
      : first + innerBytes - paddedBytes;
    if (isWide) this.dropSlack(start, lengthBytes, block, innerBytes);
    const { start: address, end } = pagesOf({ block, sizeBytes });
    const prot = PROT.READ | PROT.WRITE;
    if (this.space.call("mprotect", { address, lengthBytes: end - address, prot }) === 0) return block;
    this.space.call("munmap", { address: address - PAGE_SIZE, lengthBytes: end - address + 2 * PAGE_SIZE });
    return NO_BLOCK;
  }

  /** Unmaps what a wide alignment left before the guard and behind the other one. */
  private dropSlack(start: number, lengthBytes: number, block: number, innerBytes: number): void {
    const low = block - PAGE_SIZE;
    const high = pagesOf({ block, sizeBytes: innerBytes - 1 }).end + PAGE_SIZE;
    const end = start + lengthBytes;
    if (low > start) this.space.call("munmap", { address: start, lengthBytes: low - start });
    if (end > high) this.space.call("munmap", { address: high, lengthBytes: end - high });
  }

  private unmapOldest(): void {
    const { start, end } = pagesOf(this.ledger.oldest!);
    this.space.call("munmap", { address: start - PAGE_SIZE, lengthBytes: end - start + 2 * PAGE_SIZE });
    this.ledger.forgetOldest((end - start) / PAGE_SIZE);
  }

  /** Throws HeapError when a red zone was written over. */
  private checkZones(entry: Entry): void {
    const { block } = entry;
    for (const zone of redZonesOf(entry)) {
      const damagedAt = firstDamaged(zone, (at) => this.space.load32(at));
      if (damagedAt === undefined) continue;
      const fault = zone.isBehind ? "write past the end" : "write before start";
      throw new HeapError(fault, block, placeWords(damagedAt, entry), { damagedAt });
    }
  }

  /** The live block at an address. Throws HeapError when there is none. */
  private liveBlock(address: number): Entry {
    const entry = this.ledger.find(address);
    if (entry?.life === LIFE.live) return entry;
    if (entry !== undefined) throw new HeapError("double free", address, "it was freed before");
    const around = this.entryAround(address);
    if (around === undefined) {
      throw new HeapError("invalid pointer", address, "it lies in no block of this heap");
    }
    const { block, sizeBytes, life } = around;
    const isWithin = address >= block && address < block + sizeBytes && life === LIFE.live;
    const words = placeWords(address, around);
    throw new HeapError(isWithin ? "interior pointer" : "invalid pointer", address, words, { block });
  }

  /** The block, live or not, whose pages or guards an address lies in; one that is not gone, if there is any. */
  private entryAround(address: number): Entry | undefined {
    let found: Entry | undefined;
    for (const entry of this.ledger.entries()) {
      const { start, end } = pagesOf(entry);
      if (address < start - PAGE_SIZE || address >= end + PAGE_SIZE) continue;
      if (found === undefined || rank(entry, address) > rank(found, address)) found = entry;
    }
    return found;
  }
}

/** Which of two blocks an address rather belongs to: one that is not gone, then one whose own pages hold it. */
function rank(entry: Entry, address: number): number {
  const { start, end } = pagesOf(entry);
  return (entry.life === LIFE.gone ? 0 : 2) + (address >= start && address < end ? 1 : 0);
}

/** Where an address lies, as seen from a block. */
function placeWords(address: number, { block, sizeBytes, life }: Entry): string {
  const state = life === LIFE.live ? "" : life === LIFE.gone ? ", freed long ago" : ", freed";
  const whole = `the block of ${sizeBytes} bytes at ${hex(block)}${state}`;
  if (address < block) return `${block - address} bytes before ${whole}`;
  if (address < block + sizeBytes) return `${address - block} bytes into ${whole}`;
  return `${address - block - sizeBytes} bytes behind ${whole}`;
}

/** How debug is made. */
export const debug: AllocatorMaking = {
  name: "debug",
  about: "finds misuse: red zones, guard pages, a quarantine, a list of leaks",
  staticBytes: LEDGER_BYTES,
  make: (space, statics) => new Debug(space, statics),
};
