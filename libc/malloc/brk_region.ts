/**
 * The memory of a simple heap: from where the program break was, up to where it is.
 *
 *      static area   +0  start   +8  end            both page boundaries; 0 before the first block
 *
 *   BR1  The region only changes at its end, by whole pages. When somebody else moved the break, it cannot grow any more.
 */

import { PAGE_SIZE } from "@palimpsest/kernel";
import type { ProgramBreak } from "../memory/program_break.ts";
import type { UserSpace } from "../memory/user_space.ts";
import type { MemoryView } from "../memory/memory_view.ts";

/** Bytes of the static area. */
export const REGION_BYTES = 16;
const END = 8;

/** See the head of this file. */
export class BrkRegion {
  /** The region whose static area is at `statics`. */
  constructor(
    private readonly space: UserSpace,
    private readonly statics: number,
    private readonly programBreak: ProgramBreak,
  ) {}

  /** Where the region starts; 0 before begin(). */
  get start(): number {
    return this.space.load64(this.statics);
  }

  /** Where it ends. */
  get end(): number {
    return this.space.load64(this.statics + END);
  }

  /** Starts the region with no memory, at the next multiple of `alignmentBytes`, which are whole pages. */
  begin(alignmentBytes = PAGE_SIZE): void {
    const start = Math.ceil(this.programBreak.current() / alignmentBytes) * alignmentBytes;
    if (!this.programBreak.moveTo(start)) return;
    this.space.store64(this.statics, start);
    this.space.store64(this.statics + END, start);
  }

  /** Lengthens the region by whole pages; false when there is no memory. */
  grow(lengthBytes: number): boolean {
    const { end } = this;
    if (end === 0 || this.programBreak.current() !== end) return false;
    if (!this.programBreak.moveTo(end + lengthBytes)) return false;
    this.space.store64(this.statics + END, end + lengthBytes);
    return true;
  }

  /** Gives what is from `end` on back; a page boundary within the region. */
  cut(end: number): void {
    if (this.programBreak.current() !== this.end || !this.programBreak.moveTo(end)) return;
    this.space.store64(this.statics + END, end);
  }
}

/** Where a region starts and ends, without touching it. */
export function peekRegion(memory: MemoryView, statics: number): { start: number; end: number } {
  return { start: memory.peek64(statics) ?? 0, end: memory.peek64(statics + END) ?? 0 };
}
