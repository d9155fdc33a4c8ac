/**
 * The heap: the malloc family of stdlib.h, on the allocator that the program was started with.
 *
 *   HE1  Nothing of it waits: blocks are loads, stores, brk and mmap.
 *   HE2  Misuse that the allocator finds is said on standard error, and the process aborts, as with glibc.
 *   HE3  An access that meets SIGSEGV in what the allocator guards (debug) is said before the signal is delivered, unless
 *        the program has a handler. Blocks that were never freed are said at exit(), if the allocator keeps a list.
 */

import { type AccessSignal, hex } from "@palimpsest/kernel";

import { HeapError } from "../malloc/heap_error.ts";
import { Malloc } from "../malloc/malloc.ts";
import { MALLOC_STATE } from "../runtime/library_data.ts";
import { ProcessCalls } from "./processes.ts";

const STDERR_FD = 2;
const SIGSEGV = 11;
/** Leaks that are named one by one. */
const LEAKS_NAMED = 10;

/** What mallinfo2(3) says of the heap; of glibc's fields those that every allocator has. */
export interface HeapInfo {
  /** Bytes of the heap, less what its headers take. */
  readonly arena: number;
  /** Bytes in blocks that are given out. */
  readonly uordblks: number;
  /** Bytes that are free. */
  readonly fordblks: number;
}

/** Where a stack is in the library, not in a program. */
const LIBRARY = /\/(libc\/(calls|malloc|memory|runtime|stdio|string)|kernel)\/.*(?<!_test)\.ts:/;

/** The line of a stack's first function that is none of the library's: "leak.ts:31"; "" when there is none. */
export function callSite(stack: string | undefined): string {
  const lines = (stack ?? "").split("\n").slice(1);
  const caller = lines.find((line) => !LIBRARY.test(line));
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

  /** malloc_trim(3): gives free memory back, but for `padBytes` at the end of the heap; 1 if any was given. */
  malloc_trim(padBytes: number): number {
    return this.guarded((heap) => heap.trim(padBytes)) ? 1 : 0;
  }

  /** mallinfo2(3): what the heap consists of; the whole heap is checked on the way. */
  mallinfo2(): HeapInfo {
    const [used, free] = this.guarded((heap) =>
      this.space.observe("mallinfo2", () => {
        const { usableBytes, freeBytes } = heap.check();
        return [usableBytes, freeBytes];
      })
    );
    return { arena: used + free, uordblks: used, fordblks: free };
  }

  /** Says which blocks were never freed, when the allocator keeps a list (HE3). */
  protected override tellLeaks(): void {
    if (this.heap !== undefined) this.heap.site = "";
    const leaks = this.heap?.tellLeaks() ?? [];
    if (leaks.length === 0) return;
    const bytes = leaks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const named = leaks.slice(0, LEAKS_NAMED);
    const lines = named.map(({ address, sizeBytes }) => `  ${sizeBytes} bytes at ${hex(address)}`);
    if (leaks.length > named.length) lines.push(`  … and ${leaks.length - named.length} more`);
    this.say([`leak: ${bytes} bytes in ${leaks.length} blocks were never freed`, ...lines]);
  }

  /** Uses the heap; misuse that it finds ends the process. */
  private guarded<T>(use: (heap: Malloc) => T): T {
    const heap = this.heap ??= this.openHeap();
    if (this.image.namesSites) heap.site = callSite(new Error().stack);
    try {
      return use(heap);
    } catch (error) {
      if (!(error instanceof HeapError)) throw error;
      this.say([error.message, "Aborted"]);
      return this.door.abort();
    }
  }

  /** The heap of the allocator that the program was started with. */
  private openHeap(): Malloc {
    const allocator = this.image.allocator.make(this.space, this.symbol(MALLOC_STATE), this.programBreak);
    const heap = new Malloc(this.space, allocator, { onError: (errno) => this.errno = errno });
    if (allocator.explain !== undefined) this.explainSignals(heap);
    return heap;
  }

  /** Has accesses that meet a signal explained before it is delivered (HE3). */
  private explainSignals(heap: Malloc): void {
    const { onSignal } = this.space;
    this.space.onSignal = (signal: AccessSignal) => {
      const isFatal = signal.signal === "SIGSEGV" && !this.hasHandler(SIGSEGV);
      if (isFatal && this.image.namesSites) heap.site = callSite(new Error().stack);
      const error = isFatal ? heap.explain(signal.address) : undefined;
      if (error !== undefined) this.say([error.message, "Segmentation fault"]);
      return onSignal?.(signal) ?? false;
    };
  }

  /** Says lines on standard error, without a stream. */
  private say(lines: readonly string[]): void {
    const bytes = new TextEncoder().encode(lines.join("\n") + "\n");
    const before = this.stackPointer;
    const buffer = this.alloca(bytes.length);
    this.space.storeBytes(buffer, bytes);
    this.space.call("write", { fd: STDERR_FD, buffer, lengthBytes: bytes.length });
    this.stackPointer = before;
  }
}
