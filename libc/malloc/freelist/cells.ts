/**
 * The free list of a freelist heap: cells in the free memory itself, addresses ascending.
 *
 *      head ──▶ a ──▶ b ──▶ c ──▶ 0          a cell: the chunk's header, and the address of the next chunk's block
 *               ▲ rover: a search with fit=next begins behind it, and comes around
 *
 *   FL1  The list has every free chunk, addresses ascending; no two free chunks of a region are neighbours.
 *   FL4  The rover is a cell of the list, or 0: the head.
 *   FL5  A cell that was written over is found when the list passes it.
 */

import type { UserSpace } from "../../memory/user_space.ts";
import { HeapError } from "../heap_error.ts";
import {
  chunkWord,
  HEADER_BYTES,
  KIND,
  lengthOf,
  loadingReader,
  readPointer,
  STATICS,
  type WordReader,
  writeChunk,
} from "./chunks.ts";

/** Which free chunk is taken. */
export const FITS = ["first", "next", "best", "worst"] as const;
/** One of {@linkcode FITS}. */
export type Fit = typeof FITS[number];

/** What a chunk is wanted for. */
export interface Wanted {
  readonly lengthBytes: number;
  readonly alignmentBytes: number;
}

/** A free chunk, the cell before it (0: the head), and where in it the used chunk begins. */
export interface FoundCell {
  readonly block: number;
  readonly lengthBytes: number;
  readonly previous: number;
  readonly start: number;
}

/** The free list of one heap. */
export class Cells {
  private readonly read: WordReader;

  /** The list whose head is in the static area at `statics`. */
  constructor(
    private readonly space: UserSpace,
    private readonly statics: number,
    private readonly fit: Fit,
  ) {
    this.read = loadingReader(space);
  }

  /** The free chunk to take; undefined when none is large enough. */
  find(wanted: Wanted): FoundCell | undefined {
    const first = this.fit === "next" ? this.rover : 0;
    const behind = this.search(wanted, first, 0);
    return behind !== undefined || first === 0 ? behind : this.search(wanted, 0, first);
  }

  /** Searches from behind the cell `from` to the cell `last` (0: the end of the list). */
  private search(wanted: Wanted, from: number, last: number): FoundCell | undefined {
    const { fit } = this;
    let found: FoundCell | undefined;
    let previous = from;
    while (previous !== last || previous === from) {
      const block = this.nextOf(previous);
      if (block === 0) break;
      const lengthBytes = this.lengthOf(block, previous);
      const start = Math.ceil(block / wanted.alignmentBytes) * wanted.alignmentBytes;
      if (start + wanted.lengthBytes <= block + lengthBytes) {
        if (fit === "first" || fit === "next") return { block, lengthBytes, previous, start };
        const isBetter = found === undefined ||
          (fit === "best" ? lengthBytes < found.lengthBytes : lengthBytes > found.lengthBytes);
        if (isBetter) found = { block, lengthBytes, previous, start };
      }
      previous = block;
    }
    return found;
  }

  /** Makes part of a free chunk used; what is before and behind it stays free. */
  take({ block, lengthBytes, previous, start }: FoundCell, takenBytes: number): void {
    const next = this.nextOf(block);
    const end = block + lengthBytes;
    const rest = start + takenBytes;
    const before = start > block ? block : previous;
    if (start > block) writeChunk(this.space, block, start - block, KIND.free);
    if (rest < end) this.writeCell(rest, end - rest, next);
    this.link(before, rest < end ? rest : next);
    writeChunk(this.space, start, takenBytes, KIND.used);
    if (this.fit === "next") this.rover = before;
  }

  /** Makes a chunk free, joined with its neighbours. @returns The chunk that it is part of now. */
  insert(block: number, lengthBytes: number): number {
    const previous = this.lastBefore(block);
    let next = this.nextOf(previous);
    let joinedBytes = lengthBytes;
    if (next === block + lengthBytes) {
      joinedBytes += this.lengthOf(next, previous);
      if (this.rover === next) this.rover = previous;
      next = this.nextOf(next);
    }
    // A header that says "free" tells a second release, whatever becomes of the memory around it.
    this.writeCell(block, joinedBytes, next);
    const previousBytes = previous === 0 ? 0 : this.lengthOf(previous, 0);
    if (previous !== 0 && previous + previousBytes === block) {
      this.writeCell(previous, previousBytes + joinedBytes, next);
      return previous;
    }
    this.link(previous, block);
    return block;
  }

  /** Takes a chunk out of the list. */
  remove(block: number): void {
    const previous = this.lastBefore(block);
    this.link(previous, this.nextOf(block));
    if (this.rover === block) this.rover = previous;
  }

  /** The last cell that lies before an address, or 0. */
  private lastBefore(address: number): number {
    let previous = 0;
    for (let next = this.nextOf(0); next !== 0 && next < address; next = this.nextOf(next)) {
      this.lengthOf(next, previous);
      previous = next;
    }
    return previous;
  }

  /** Bytes of a free chunk that the cell `previous` named (FL5). */
  private lengthOf(block: number, previous: number): number {
    const word = chunkWord(this.read, block);
    if (word !== undefined && (word & 3) === KIND.free && block > previous) return lengthOf(word);
    if (word === undefined) {
      const detail = "the header of a free chunk was written over";
      throw new HeapError("corrupted header", block, detail, { damagedAt: block - HEADER_BYTES });
    }
    throw writtenCell(previous);
  }

  /** The cell behind a cell (0: the head), or 0. */
  private nextOf(block: number): number {
    if (block === 0) return this.space.load64(this.statics + STATICS.free);
    const next = readPointer(this.read, block);
    const lowest = this.space.load64(this.statics + STATICS.lowest);
    const highest = this.space.load64(this.statics + STATICS.highest);
    if (next === 0 || (next % 16 === 0 && next > lowest && next < highest)) return next;
    throw writtenCell(block);
  }

  private writeCell(block: number, lengthBytes: number, next: number): void {
    writeChunk(this.space, block, lengthBytes, KIND.free);
    this.space.store64(block, next);
  }

  private link(block: number, next: number): void {
    this.space.store64(block === 0 ? this.statics + STATICS.free : block, next);
  }

  private get rover(): number {
    return this.space.load64(this.statics + STATICS.rover);
  }

  private set rover(block: number) {
    this.space.store64(this.statics + STATICS.rover, block);
  }
}

/** What is wrong when a cell does not name a free chunk. */
function writtenCell(block: number): HeapError {
  const detail = "its cell of the free list was written over";
  return new HeapError("write after free", block, detail, { damagedAt: block });
}
