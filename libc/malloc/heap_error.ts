/**
 * What an allocator says when the heap is misused, or is not as it left it.
 *
 *      double free          a block is given back that is free already
 *      invalid pointer      no block starts at this address
 *      corrupted header     what stands before a block is not what the allocator wrote there
 *      corrupted heap       the heap as a whole does not add up (found by check())
 *
 * It is the guest's mistake: the runtime prints the sentence and aborts the process, as glibc does.
 */

import { hex } from "@palimpsest/kernel";

/** What is wrong. */
export type HeapFault = "double free" | "invalid pointer" | "corrupted header" | "corrupted heap";

/** A heap that was misused. */
export class HeapError extends Error {
  /** Shown before the message. */
  override readonly name = "HeapError";

  /** The error at an address; `detail` is the rest of the sentence. */
  constructor(readonly fault: HeapFault, readonly address: number, detail = "") {
    super(`${fault} at ${hex(address)}${detail === "" ? "" : `: ${detail}`}`);
  }
}
