/**
 * What an allocator says when the heap is misused, or is not as it left it.
 *
 *      double free          a block is given back that is free already
 *      invalid pointer      no block starts at this address
 *      interior pointer     the address lies in the middle of a block
 *      corrupted header     what stands before a block is not what the allocator wrote there
 *      write past the end   what stands behind a block was written over
 *      write before start   the red zone before a block was written over
 *      write after free     a free block's memory was written to
 *      use after free       a block in quarantine was accessed
 *      access past the end  a guard page behind a block was accessed
 *      access before start  a guard page before a block was accessed
 *      leak                 a block was never given back (said at exit; the process goes on)
 *      corrupted heap       the heap as a whole does not add up (found by check())
 *
 * It is the guest's mistake: the runtime prints the sentence and aborts the process, as glibc does.
 *
 *   HF1  `address` is what was passed, or accessed; `block` the block that it is about, when that is another address.
 *   HF2  `damagedAt` is the first address whose bytes are not as the allocator wrote them: whoever stored there last, did
 *        it.
 */

import { hex } from "@palimpsest/kernel";

/** What is wrong. */
export type HeapFault =
  | "double free"
  | "invalid pointer"
  | "interior pointer"
  | "corrupted header"
  | "write past the end"
  | "write before start"
  | "write after free"
  | "use after free"
  | "access past the end"
  | "access before start"
  | "leak"
  | "corrupted heap";

/** What else is known of a heap that was misused. */
export interface HeapErrorParts {
  /** The block that it is about; the address itself when left out. */
  readonly block?: number;
  /** Where bytes are not as they should be; 0: none are. */
  readonly damagedAt?: number;
}

/** A heap that was misused. */
export class HeapError extends Error {
  /** Shown before the message. */
  override readonly name = "HeapError";
  /** The block that it is about (HF1). */
  readonly block: number;
  /** Where bytes are not as they should be, or 0 (HF2). */
  readonly damagedAt: number;

  /** The error at an address; `detail` is the rest of the sentence. */
  constructor(
    readonly fault: HeapFault,
    readonly address: number,
    readonly detail = "",
    { block = address, damagedAt = 0 }: HeapErrorParts = {},
  ) {
    super(`${fault} at ${hex(address)}${detail === "" ? "" : `: ${detail}`}`);
    this.block = block;
    this.damagedAt = damagedAt;
  }
}
