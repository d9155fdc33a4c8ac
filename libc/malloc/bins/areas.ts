/**
 * Where a bins heap's memory comes from: the program break, with the top chunk at its end.
 *
 *      area                                                               heap's end
 *      ├─ chunk ─┬─ chunk ─┬─ … ─┬─ top ────────────────────────────────┤
 *      an area that ended because somebody else moved the break:
 *      ├─ chunk ─┬─ … ─┬─ fence: P F, +16 the next area ─┤
 *
 *   AR1  Chunks tile an area from its start to the top, or to its fence. The first chunk's P is set.
 *   AR2  The heap grows by what is wanted and TOP_PAD_BYTES more. The top is never smaller than a chunk.
 *   AR3  The top is cut when a large chunk became free and the top has trimThreshold bytes (twice the mmap threshold).
 */

import { PAGE_SIZE } from "@palimpsest/kernel";
import type { ProgramBreak } from "../../memory/program_break.ts";
import type { WalkedChunk } from "../blame.ts";
import {
  BLOCK_OFFSET,
  type ChunkReader,
  type ChunkWords,
  hasBit,
  HEAD,
  LEAST_CHUNK,
  sizeOfHead,
} from "./chunk_words.ts";

/** What the heap grows by beyond what is wanted: M_TOP_PAD's default. */
export const TOP_PAD_BYTES = 128 * 1024;
/** Offsets in the static area. */
export const AREA_STATICS = { firstArea: 0, top: 8, end: 16 } as const;

/** The areas of one heap. */
export class Areas {
  /** Areas whose static area is at `statics`; `release` makes a chunk free. */
  constructor(
    private readonly words: ChunkWords,
    private readonly statics: number,
    private readonly programBreak: ProgramBreak,
    private readonly release: (chunk: number) => void,
  ) {}

  /** The top chunk; 0 before the first block. */
  get top(): number {
    return this.words.space.load64(this.statics + AREA_STATICS.top);
  }

  /** Where the heap ends. */
  get end(): number {
    return this.words.space.load64(this.statics + AREA_STATICS.end);
  }

  /** Whether a chunk could lie in the heap. */
  holds(chunk: number): boolean {
    const first = this.words.space.load64(this.statics + AREA_STATICS.firstArea);
    return first !== 0 && chunk >= first && chunk < this.end;
  }

  /** Moves the start of the top, which keeps the chunk before it used. */
  setTop(top: number): void {
    this.words.space.store64(this.statics + AREA_STATICS.top, top);
    this.words.setHead(top, this.end - top, HEAD.previousUsed);
  }

  /** Takes a chunk from the top's start; 0 when the top is too small. */
  cutTop(sizeBytes: number): number {
    const { top } = this;
    if (top === 0 || this.end - top < sizeBytes + LEAST_CHUNK) return 0;
    this.words.setHead(top, sizeBytes, HEAD.previousUsed);
    this.setTop(top + sizeBytes);
    return top;
  }

  /** Makes the top large enough for a chunk; whether there was memory. */
  grow(sizeBytes: number): boolean {
    const breakNow = this.programBreak.current();
    const isContiguous = this.top !== 0 && breakNow === this.end;
    const start = isContiguous ? breakNow : pagesUp(breakNow);
    const there = isContiguous ? this.end - this.top : 0;
    const wanted = sizeBytes + LEAST_CHUNK - there;
    const end = [wanted + TOP_PAD_BYTES, wanted].map((bytes) => start + pagesUp(bytes)).find((end) =>
      this.programBreak.moveTo(end)
    );
    if (end === undefined) return false;
    if (isContiguous) this.moveEnd(end);
    else this.beginArea(start, end);
    return true;
  }

  /** Cuts the top but for `padBytes`; whether that gave anything back. */
  trimTop(padBytes: number): boolean {
    const { top, end } = this;
    const spareBytes = end - top - LEAST_CHUNK - 1 - padBytes;
    const givenBytes = Math.floor(spareBytes / PAGE_SIZE) * PAGE_SIZE;
    if (top === 0 || givenBytes <= 0 || this.programBreak.current() !== end) return false;
    if (!this.programBreak.moveTo(end - givenBytes)) return false;
    this.moveEnd(end - givenBytes);
    return true;
  }

  private moveEnd(end: number): void {
    this.words.space.store64(this.statics + AREA_STATICS.end, end);
    this.setTop(this.top);
  }

  private beginArea(start: number, end: number): void {
    const { space } = this.words;
    const { top, end: oldEnd } = this;
    space.store64(this.statics + AREA_STATICS.end, end);
    this.setTop(start);
    if (top === 0) space.store64(this.statics + AREA_STATICS.firstArea, start);
    else this.fence(top, oldEnd, start);
  }

  /** Ends the area before: what was the top becomes a fence, with a free chunk before it when there is room. */
  private fence(top: number, end: number, next: number): void {
    const { words } = this;
    const freeBytes = end - top >= 2 * LEAST_CHUNK ? end - top - LEAST_CHUNK : 0;
    const fence = top + freeBytes;
    words.setHead(fence, end - fence, HEAD.previousUsed + HEAD.fence);
    words.space.store64(fence + BLOCK_OFFSET, next);
    if (freeBytes === 0) return;
    words.setHead(top, freeBytes, HEAD.previousUsed);
    this.release(top);
  }
}

function pagesUp(bytes: number): number {
  return Math.ceil(bytes / PAGE_SIZE) * PAGE_SIZE;
}

/** A chunk of the walk, with what its own words say. */
export interface FoundChunk extends WalkedChunk {
  readonly chunk: number;
  readonly sizeBytes: number;
  readonly head: number;
  readonly isTop: boolean;
}

/** Every chunk of every area, the top too, fences not; it ends where a head is not as it can be. */
export function* walkAreas(reader: ChunkReader, statics: number): Generator<FoundChunk> {
  const top = reader.wide(statics + AREA_STATICS.top);
  const end = reader.wide(statics + AREA_STATICS.end);
  let chunk = reader.wide(statics + AREA_STATICS.firstArea);
  while (chunk > 0) {
    const head = reader.head(chunk);
    const sizeBytes = sizeOfHead(head);
    if (hasBit(head, HEAD.fence)) {
      const next = reader.wide(chunk + BLOCK_OFFSET);
      if (next <= chunk) return;
      chunk = next;
      continue;
    }
    const isTop = chunk === top;
    const isIntact = sizeBytes >= LEAST_CHUNK && chunk + sizeBytes <= end && !hasBit(head, HEAD.mapped);
    const next = chunk + sizeBytes;
    const nextHead = isIntact && next < end ? reader.head(next) : -1;
    const isFree = isTop || (nextHead >= 0 && !hasBit(nextHead, HEAD.previousUsed));
    const block = chunk + BLOCK_OFFSET;
    yield { chunk, sizeBytes, head, isTop, block, nextBlock: block + sizeBytes, isFree, isIntact };
    if (isTop || !isIntact) return;
    chunk = next;
  }
}
