/**
 * A palimpsest heap as words: fields of the static area, headers of chunks (layout.ts).
 */

import type { UserSpace } from "../../memory/user_space.ts";
import { GRANULE_BYTES, HEADER_BYTES, KIND, ROOT } from "./layout.ts";

/** The words of one heap. */
export class HeapMemory {
  /** The heap's base as it stands in memory; it never changes once it is set. */
  private knownBase = 0;

  /** The heap whose static area is at `root`. */
  constructor(readonly space: UserSpace, readonly root: number) {}

  /** Address of the heap; 0 before the first block. */
  get base(): number {
    if (this.knownBase === 0) this.knownBase = this.space.load64(this.root + ROOT.base);
    return this.knownBase;
  }

  /** The heap begins at `base`, for ever. */
  begin(base: number): void {
    this.space.store64(this.root + ROOT.base, base);
    this.knownBase = base;
  }

  /** A field of the static area (ROOT). */
  field(offset: number): number {
    return this.space.load32(this.root + offset);
  }

  /** Sets a field of the static area. */
  setField(offset: number, value: number): void {
    this.space.store32(this.root + offset, value);
  }

  /** Address of a chunk's header. */
  headerOf(index: number): number {
    return this.knownBase + HEADER_BYTES + index * GRANULE_BYTES;
  }

  /** Address of a chunk's block. */
  blockOf(index: number): number {
    return this.knownBase + 2 * HEADER_BYTES + index * GRANULE_BYTES;
  }

  /** The chunk whose block is at an address within the heap. */
  indexOf(block: number): number {
    return (block - this.knownBase) / GRANULE_BYTES - 1;
  }

  /** The first word of a chunk: size × 4 + kind. */
  word(index: number): number {
    return this.space.load32(this.headerOf(index));
  }

  /** The same for an index that may be in no chunk; nothing where no memory is. */
  tryWord(index: number): number | undefined {
    return this.space.tryLoad32(this.headerOf(index));
  }

  /** Granules of a chunk. */
  size(index: number): number {
    return this.word(index) >>> 2;
  }

  /** Granules of the chunk before. */
  previousSize(index: number): number {
    return this.space.load32(this.headerOf(index) + 4);
  }

  /** Writes both tags of a chunk: its size and kind, and its size behind it. */
  setChunk(index: number, size: number, kind: number): void {
    this.space.store32(this.headerOf(index), size * 4 + kind);
    this.space.store32(this.headerOf(index + size) + 4, size);
  }

  /** Changes the kind of a chunk. */
  setKind(index: number, kind: number): void {
    this.space.store32(this.headerOf(index), this.size(index) * 4 + kind);
  }

  /** Ends the heap: a fencepost of no size that counts as used. */
  setEnd(index: number): void {
    this.space.store32(this.headerOf(index), KIND.used);
    this.setField(ROOT.end, index);
  }
}
