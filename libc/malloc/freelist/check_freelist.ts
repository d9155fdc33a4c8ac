/**
 * Walks a freelist heap in memory and holds it against its invariants (CK, FL).
 */

import type { MemoryView } from "../../memory/memory_view.ts";
import type { HeapSummary } from "../allocator.ts";
import { HeapError } from "../heap_error.ts";
import {
  type FoundChunk,
  HEADER_BYTES,
  peekingReader,
  readPointer,
  regionEnd,
  STATICS,
  walkChunks,
} from "./chunks.ts";

/** Checks the heap whose static area is at `statics`; throws HeapError at the first thing that is wrong. */
export function checkFreelist(memory: MemoryView, statics: number): HeapSummary {
  const read = peekingReader(memory);
  const summary = { blockCount: 0, usableBytes: 0, freeBytes: 0 };
  const free: number[] = [];
  let before: FoundChunk | undefined;
  for (const chunk of walkChunks(read, statics)) {
    const { block, nextBlock, isFree, isIntact, region } = chunk;
    expect(isIntact, block, "its header was written over");
    const isNeighbour = before?.nextBlock === block && before.region === region;
    expect(!(isFree && isNeighbour && before!.isFree), block, "two free chunks are neighbours");
    const end = regionEnd(read, region);
    expect(nextBlock <= end, block, "it does not end within its region");
    expect(before === undefined || before.region <= region, region, "the regions are not in order");
    if (isFree) free.push(block);
    else summary.blockCount++;
    summary[isFree ? "freeBytes" : "usableBytes"] += nextBlock - block - HEADER_BYTES;
    before = chunk;
  }
  checkList(read, statics, free);
  return summary;
}

/** FL1 and FL4: the list is the free chunks in order; the rover is one of them. */
function checkList(read: ReturnType<typeof peekingReader>, statics: number, free: readonly number[]): void {
  let link = readPointer(read, statics + STATICS.free);
  for (const block of free) {
    expect(link === block, block, "the free list is not the free chunks in order");
    link = readPointer(read, block);
  }
  expect(link === 0, link, "the free list is too long");
  const rover = readPointer(read, statics + STATICS.rover);
  expect(rover === 0 || free.includes(rover), rover, "the rover is no free chunk");
}

function expect(condition: boolean, address: number, detail: string): void {
  if (!condition) throw new HeapError("corrupted heap", address, detail);
}
