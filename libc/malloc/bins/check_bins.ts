/**
 * Walks a bins heap in memory and holds it against its invariants (CW, BL, AR, BN).
 */

import type { MemoryView } from "../../memory/memory_view.ts";
import type { HeapSummary } from "../allocator.ts";
import { HeapError } from "../heap_error.ts";
import { AREA_STATICS, type FoundChunk, walkAreas } from "./areas.ts";
import { BIN_COUNT, binOf, headOf } from "./bin_lists.ts";
import { BLOCK_OFFSET, ChunkReader, hasBit, HEAD, OVERHEAD_BYTES } from "./chunk_words.ts";

/** Checks the heap whose static area is at `statics` and whose bins are at `binsAt`. */
export function checkBins(memory: MemoryView, statics: number, binsAt: number): HeapSummary {
  const reader = new ChunkReader((address) => memory.peek32(address));
  const summary = { blockCount: 0, usableBytes: 0, freeBytes: 0 };
  const free = new Map<number, number>();
  let before: FoundChunk | undefined;
  for (const chunk of walkAreas(reader, statics)) {
    checkChunk(reader, chunk, before);
    const { isFree, isTop, sizeBytes } = chunk;
    if (isFree && !isTop) free.set(chunk.chunk, sizeBytes);
    if (!isFree) summary.blockCount++;
    summary[isFree ? "freeBytes" : "usableBytes"] += sizeBytes - OVERHEAD_BYTES;
    before = chunk;
  }
  const top = reader.wide(statics + AREA_STATICS.top);
  expect(top === (before?.chunk ?? 0) && (before?.isTop ?? true), top, "the chunks do not end at the top");
  const end = reader.wide(statics + AREA_STATICS.end);
  expect(
    before === undefined || before.chunk + before.sizeBytes === end,
    end,
    "the top does not end the heap",
  );
  checkLists(memory, reader, binsAt, free);
  return summary;
}

/** CW2, AR1 and BN1 for one chunk. */
function checkChunk(reader: ChunkReader, chunk: FoundChunk, before: FoundChunk | undefined): void {
  const { chunk: at, sizeBytes, head, isFree, isTop, isIntact } = chunk;
  expect(isIntact, at, "its head is none");
  const isNeighbour = before !== undefined && before.chunk + before.sizeBytes === at;
  const saysUsed = hasBit(head, HEAD.previousUsed);
  expect(
    saysUsed === (!isNeighbour || !before.isFree),
    at,
    "it does not know whether the chunk before is used",
  );
  expect(!isFree || saysUsed, at, "two free chunks are neighbours");
  if (isFree && !isTop) expect(reader.foot(at + sizeBytes) === sizeBytes, at, "its foot is not its size");
}

/** BL1, BL2 and BL3. */
function checkLists(
  memory: MemoryView,
  reader: ChunkReader,
  binsAt: number,
  free: Map<number, number>,
): void {
  for (let bin = 0; bin < BIN_COUNT; bin++) {
    const first = reader.wide(headOf(binsAt, bin));
    const bits = memory.peek32(binsAt + 4 * Math.floor(bin / 32)) ?? 0;
    expect(((bits >>> (bin % 32)) & 1) === (first === 0 ? 0 : 1), first, `the map is wrong about bin ${bin}`);
    let previous = 0;
    for (let chunk = first; chunk !== 0; chunk = reader.next(chunk)) {
      const sizeBytes = free.get(chunk);
      expect(sizeBytes !== undefined, chunk, `bin ${bin} names what is not free, or names it twice`);
      expect(binOf(sizeBytes!) === bin, chunk, `it is in bin ${bin}, where its size does not belong`);
      expect(reader.previous(chunk) === previous, chunk, `bin ${bin} is broken`);
      const isOrdered = bin < 64 || previous === 0 || reader.size(previous) <= sizeBytes!;
      expect(isOrdered, chunk, `bin ${bin} is not in order`);
      free.delete(chunk);
      previous = chunk;
    }
  }
  const [lost] = free.keys();
  expect(lost === undefined, lost ?? 0, "a free chunk is in no bin");
}

function expect(condition: boolean, chunk: number, detail: string): void {
  if (!condition) throw new HeapError("corrupted heap", chunk + BLOCK_OFFSET, detail);
}
