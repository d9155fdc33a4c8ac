/**
 * Holds the ledger of a debug heap against memory: blocks apart, red zones as they were, the quarantine a list.
 */

import { PAGE_SIZE } from "@palimpsest/kernel";
import type { MemoryView } from "../../memory/memory_view.ts";
import type { HeapSummary } from "../allocator.ts";
import { HeapError } from "../heap_error.ts";
import { type Entry, LEDGER_STATICS, ledgerEntries, LIFE } from "./ledger.ts";
import { firstDamaged, pagesOf, redZonesOf } from "./red_zones.ts";

/** Checks the heap whose static area is at `statics`; throws HeapError at the first thing that is wrong. */
export function checkDebug(memory: MemoryView, statics: number): HeapSummary {
  const read = (address: number) => memory.peek64(address) ?? 0;
  const entries = [...ledgerEntries(read, statics)];
  const taken = read(statics + LEDGER_STATICS.taken);
  expect(entries.length === taken, statics, `${entries.length} places are taken, not ${taken}`);
  const present = entries.filter(({ life }) => life !== LIFE.gone).sort((one, other) =>
    one.block - other.block
  );
  present.forEach((entry, index) => checkBlock(memory, entry, present[index - 1]));
  checkQuarantine(read, statics, present.filter(({ life }) => life === LIFE.quarantined));
  const live = present.filter(({ life }) => life === LIFE.live);
  const usableBytes = live.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return { blockCount: live.length, usableBytes, freeBytes: 0 };
}

/** DB3 and RZ1. */
function checkBlock(memory: MemoryView, entry: Entry, before: Entry | undefined): void {
  const { block, life } = entry;
  const { start, end } = pagesOf(entry);
  const isApart = before === undefined || pagesOf(before).end + PAGE_SIZE <= start - PAGE_SIZE;
  expect(isApart, block, "its pages and guards are not apart from those of the block before");
  for (const page of [start - PAGE_SIZE, start, end - PAGE_SIZE, end]) {
    expect(memory.isMapped(page), page, "a page of a block, or a guard, is not mapped");
  }
  if (life !== LIFE.live) return;
  for (const zone of redZonesOf(entry)) {
    const damagedAt = firstDamaged(zone, (at) => memory.peek32(at));
    expect(damagedAt === undefined, damagedAt ?? 0, "a red zone was written over");
  }
}

function checkQuarantine(
  read: (address: number) => number,
  statics: number,
  quarantined: readonly Entry[],
): void {
  const byBlock = new Map(quarantined.map((entry) => [entry.block, entry]));
  let pageCount = 0;
  let last = 0;
  for (let block = read(statics + LEDGER_STATICS.oldest); block !== 0;) {
    const entry = byBlock.get(block);
    expect(entry !== undefined, block, "the quarantine names a block that is not in it, or names it twice");
    byBlock.delete(block);
    const { start, end } = pagesOf(entry!);
    pageCount += (end - start) / PAGE_SIZE;
    last = block;
    block = entry!.next;
  }
  expect(byBlock.size === 0, statics, `${byBlock.size} blocks are not in the list of the quarantine`);
  expect(last === read(statics + LEDGER_STATICS.newest), last, "the newest in quarantine is another");
  const counted = read(statics + LEDGER_STATICS.quarantinePages);
  expect(counted === pageCount, statics, `${pageCount} pages are in quarantine, not ${counted}`);
}

function expect(condition: boolean, address: number, detail: string): void {
  if (!condition) throw new HeapError("corrupted heap", address, detail);
}
