/**
 * The heap: the malloc family of stdlib.h, on the allocator that the program was started with.
 *
 *   HE1  Nothing of it waits: blocks are loads, stores, brk and mmap.
 *   HE2  Misuse that the allocator finds is said on standard error, and the process aborts, as with glibc.
 */

import { HeapError } from "../malloc/heap_error.ts";
import { Malloc } from "../malloc/malloc.ts";
import { MALLOC_STATE } from "../runtime/library_data.ts";
import { ProcessCalls } from "./processes.ts";

const STDERR_FD = 2;

/** The line of a stack's first function that is none of this file's: "leak.ts:31"; "" when there is none. */
export function callSite(stack: string | undefined): string {
  const lines = (stack ?? "").split("\n").slice(1);
  const caller = lines.find((line) => !line.includes("/calls/heap.ts:"));
  const [, file, line] = caller?.match(/([^/\\(]+):(\d+):\d+\)?$/) ?? [];
  return file === undefined ? "" : `${file}:${line}`;
}

/** Allocating memory. */
export class HeapCalls extends ProcessCalls {
  private heap: Malloc | undefined;

  /** malloc(3): a block of `sizeBytes` bytes, whatever they hold; NULL and ENOMEM when there is no memory. */
  malloc(sizeBytes: number): number {
    return this.guarded((heap) => heap.malloc(sizeBytes));
  }

  /** calloc(3): `count` times `sizeBytes` bytes of zeros. */
  calloc(count: number, sizeBytes: number): number {
    return this.guarded((heap) => heap.calloc(count, sizeBytes));
  }

  /** realloc(3): a block of another size with the same content; the old one is gone, unless the result is NULL. */
  realloc(block: number, sizeBytes: number): number {
    return this.guarded((heap) => heap.realloc(block, sizeBytes));
  }

  /** reallocarray(3): realloc() of a product that must not overflow. */
  reallocarray(block: number, count: number, sizeBytes: number): number {
    return this.guarded((heap) => heap.reallocarray(block, count, sizeBytes));
  }

  /** free(3): gives a block back; NULL is no block. */
  free(block: number): void {
    this.guarded((heap) => heap.free(block));
  }

  /** aligned_alloc(3): a block at a multiple of `alignmentBytes`, a power of two. */
  aligned_alloc(alignmentBytes: number, sizeBytes: number): number {
    return this.guarded((heap) => heap.memalign(alignmentBytes, sizeBytes));
  }

  /** posix_memalign(3): stores the block's address at `pointer`; 0 or an errno. */
  posix_memalign(pointer: number, alignmentBytes: number, sizeBytes: number): number {
    return this.guarded((heap) => heap.posixMemalign(pointer, alignmentBytes, sizeBytes));
  }

  /** malloc_usable_size(3): bytes that a block may be used for. */
  malloc_usable_size(block: number): number {
    return this.guarded((heap) => heap.usableSize(block));
  }

  /** Uses the heap; misuse that it finds ends the process. */
  private guarded<T>(use: (heap: Malloc) => T): T {
    const heap = this.heap ??= this.openHeap();
    if (this.image.namesSites) heap.site = callSite(new Error().stack);
    try {
      return use(heap);
    } catch (error) {
      if (error instanceof HeapError) this.abortWith(error.message);
      throw error;
    }
  }

  /** The heap of the allocator that the program was started with. */
  private openHeap(): Malloc {
    const allocator = this.image.allocator.make(this.space, this.symbol(MALLOC_STATE), this.programBreak);
    return new Malloc(this.space, allocator, { onError: (errno) => this.errno = errno });
  }

  /** Says what is wrong with the heap, and ends the process as abort() does. */
  private abortWith(message: string): never {
    const bytes = new TextEncoder().encode(`${message}\nAborted\n`);
    const before = this.stackPointer;
    const buffer = this.alloca(bytes.length);
    this.space.storeBytes(buffer, bytes);
    this.space.call("write", { fd: STDERR_FD, buffer, lengthBytes: bytes.length });
    this.stackPointer = before;
    return this.door.abort();
  }
}
