/**
 * The malloc family: what programs call. Sizes and alignments are checked here, errno is set, memory is zeroed, probes
 * are written; the blocks come from an Allocator.
 *
 *   MA1  A call that fails returns 0 and sets ENOMEM, or EINVAL for an alignment that is none; nothing has changed then.
 *   MA2  Sizes are words: negative ones stand for 2^63 and more, and are refused like all above PTRDIFF_MAX.
 *   MA3  Size 0 gives a block of its own; realloc(p, 0) frees p and gives 0, as in glibc.
 *   MA4  A block is aligned to 16 bytes at least; calloc's is zero whatever was there before.
 *   MA5  Misuse that the allocator finds is a heapFault event, and a HeapError: the runtime aborts the process.
 */

import { EINVAL, ENOMEM } from "@palimpsest/kernel";
import type { UserSpace } from "../memory/user_space.ts";
import { MemoryView } from "../memory/memory_view.ts";
import { type Allocator, BLOCK_ALIGNMENT, type HeapSummary, type LiveBlock, NO_BLOCK } from "./allocator.ts";
import { HeapError } from "./heap_error.ts";

/** Larger sizes are refused at once; the kernel would not give them anyway. */
const GREATEST_SIZE_BYTES = 2 ** 47;
const POINTER_BYTES = 8;

/** How the malloc family is bound to a process. */
export interface MallocOptions {
  /** Told of errno when a call fails. */
  readonly onError?: (errno: number) => void;
  /** Whether probe events are written. Default: true. */
  readonly writesProbes?: boolean;
}

/** The malloc family of one process. */
export class Malloc {
  /** Where the next call stands in the program; goes into its probe. */
  site = "";
  private readonly onError: (errno: number) => void;
  private readonly writesProbes: boolean;
  /** Numbers of blocks (PB2), when the caller has none; follows from the calls alone. */
  private readonly blocks = new Map<number, number>();
  private lastBlock = 0;

  /** The family on blocks from `allocator`. */
  constructor(
    private readonly space: UserSpace,
    private readonly allocator: Allocator,
    { onError = () => {}, writesProbes = true }: MallocOptions = {},
  ) {
    this.onError = onError;
    this.writesProbes = writesProbes;
  }

  /** malloc(3). `block` numbers the block in probes; the same in all calls below. */
  malloc(sizeBytes: number, block?: number): number {
    const address = this.allocate(sizeBytes, BLOCK_ALIGNMENT);
    if (this.writesProbes) {
      this.space.probe("malloc", {
        kind: "malloc",
        process: 0,
        block: this.numberNew(address, block),
        sizeBytes: loggable(sizeBytes),
        address,
        site: this.site,
      });
    }
    return address;
  }

  /** calloc(3): `count` times `sizeBytes` bytes of zeros. */
  calloc(count: number, sizeBytes: number, block?: number): number {
    const isWord = count >= 0 && sizeBytes >= 0;
    const address = this.allocate(isWord ? count * sizeBytes : -1, BLOCK_ALIGNMENT);
    if (address !== NO_BLOCK && !this.allocator.isFresh(address)) {
      this.space.fill(address, count * sizeBytes, 0);
    }
    if (this.writesProbes) {
      this.space.probe("calloc", {
        kind: "calloc",
        process: 0,
        block: this.numberNew(address, block),
        count: loggable(count),
        sizeBytes: loggable(sizeBytes),
        address,
        site: this.site,
      });
    }
    return address;
  }

  /** realloc(3). */
  realloc(from: number, sizeBytes: number, block?: number): number {
    if (from === 0) return this.malloc(sizeBytes, block);
    if (sizeBytes === 0) {
      this.free(from, block);
      return NO_BLOCK;
    }
    const address = this.resize(from, sizeBytes);
    if (this.writesProbes) {
      this.space.probe("realloc", {
        kind: "realloc",
        process: 0,
        block: this.numberMoved(from, address, block),
        from,
        sizeBytes: loggable(sizeBytes),
        address,
        site: this.site,
      });
    }
    return address;
  }

  /** reallocarray(3): realloc() of a product that must not overflow. */
  reallocarray(from: number, count: number, sizeBytes: number): number {
    if (count >= 0 && sizeBytes >= 0 && count * sizeBytes <= GREATEST_SIZE_BYTES) {
      return this.realloc(from, count * sizeBytes);
    }
    this.onError(ENOMEM);
    return NO_BLOCK;
  }

  /** free(3). */
  free(address: number, block?: number): void {
    if (address === 0) return;
    try {
      this.allocator.release(address);
    } catch (error) {
      throw this.told(error);
    }
    if (!this.writesProbes) return;
    const number = block ?? this.blocks.get(address) ?? 0;
    if (block === undefined) this.blocks.delete(address);
    this.space.probe("free", { kind: "free", process: 0, block: number, address, site: this.site });
  }

  /** memalign(3) and aligned_alloc(3): EINVAL when the alignment is no power of two. */
  memalign(alignmentBytes: number, sizeBytes: number, block?: number): number {
    const isPower = isPowerOfTwo(alignmentBytes);
    if (!isPower) this.onError(EINVAL);
    const address = isPower ? this.allocate(sizeBytes, Math.max(BLOCK_ALIGNMENT, alignmentBytes)) : NO_BLOCK;
    this.probeAligned(alignmentBytes, sizeBytes, address, block);
    return address;
  }

  /** posix_memalign(3): stores the block's address at `pointer`; returns 0 or an errno, which it does not set. */
  posixMemalign(pointer: number, alignmentBytes: number, sizeBytes: number): number {
    if (!isPowerOfTwo(alignmentBytes) || alignmentBytes < POINTER_BYTES) return EINVAL;
    const address = this.block(sizeBytes, Math.max(BLOCK_ALIGNMENT, alignmentBytes));
    this.probeAligned(alignmentBytes, sizeBytes, address, undefined);
    if (address === NO_BLOCK) return ENOMEM;
    this.space.store64(pointer, address);
    return 0;
  }

  /** malloc_usable_size(3). */
  usableSize(address: number): number {
    try {
      return address === 0 ? 0 : this.allocator.usableBytes(address);
    } catch (error) {
      throw this.told(error);
    }
  }

  /** malloc_trim(3): whether memory was given back. */
  trim(padBytes: number): boolean {
    return this.allocator.trim?.(padBytes) ?? false;
  }

  /** What the heap consists of, seen from outside. Throws HeapError when it does not add up. */
  check(): HeapSummary {
    const memory = new MemoryView(this.space.machine.state, this.space.pid);
    return memory.still(() => this.allocator.check(memory));
  }

  /** What an access that met a signal has to do with the heap, told as a probe; undefined: nothing. */
  explain(address: number): HeapError | undefined {
    const error = this.allocator.explain?.(address);
    this.tellFault(error);
    return error;
  }

  /** The blocks that were never given back, each told as a probe; only of allocators that keep a list. */
  tellLeaks(): readonly LiveBlock[] {
    const leaks = this.allocator.leaks?.() ?? [];
    for (const { address, sizeBytes } of leaks) {
      this.tellFault(new HeapError("leak", address, `${sizeBytes} bytes were never freed`));
    }
    return leaks;
  }

  /** A new block, or 0. */
  private allocate(sizeBytes: number, alignmentBytes: number): number {
    const address = this.block(sizeBytes, alignmentBytes);
    if (address === NO_BLOCK) this.onError(ENOMEM);
    return address;
  }

  /** A block of the allocator, for sizes that can be; or NO_BLOCK. */
  private block(sizeBytes: number, alignmentBytes: number): number {
    const isPossible = isSize(sizeBytes) && alignmentBytes <= GREATEST_SIZE_BYTES;
    return isPossible ? this.allocator.allocate(Math.trunc(sizeBytes), alignmentBytes) : NO_BLOCK;
  }

  /** A block with another size, moved if need be; or 0. */
  private resize(from: number, sizeBytes: number): number {
    try {
      // Even a size that is refused must not hide that there is no such block.
      if (!isSize(sizeBytes)) this.allocator.usableBytes(from);
      else {
        const address = this.allocator.resize(from, Math.trunc(sizeBytes));
        if (address !== NO_BLOCK) return address;
      }
    } catch (error) {
      throw this.told(error);
    }
    this.onError(ENOMEM);
    return NO_BLOCK;
  }

  /** Tells the probe of an aligned block. */
  private probeAligned(
    alignmentBytes: number,
    sizeBytes: number,
    address: number,
    block: number | undefined,
  ): void {
    if (!this.writesProbes) return;
    this.space.probe("memalign", {
      kind: "memalign",
      process: 0,
      block: this.numberNew(address, block),
      alignmentBytes: loggable(alignmentBytes),
      sizeBytes: loggable(sizeBytes),
      address,
      site: this.site,
    });
  }

  /** An error of the allocator's, with all that it knows, after it was told. */
  private told(error: unknown): unknown {
    const known = error instanceof HeapError ? this.allocator.blame?.(error) ?? error : error;
    this.tellFault(known);
    return known;
  }

  /** Tells of a heap that is misused. */
  private tellFault(error: unknown): void {
    if (!(error instanceof HeapError) || !this.writesProbes) return;
    const { address, block, damagedAt, fault, detail } = error;
    this.space.probe("heapFault", {
      kind: "heapFault",
      process: 0,
      block: this.blocks.get(block) ?? 0,
      address: loggable(address),
      blockAddress: loggable(block),
      damagedAt,
      fault,
      detail,
      site: this.site,
    });
  }

  /** Numbers a new block. */
  private numberNew(address: number, block: number | undefined): number {
    if (block !== undefined) return block;
    if (address === NO_BLOCK) return 0;
    this.blocks.set(address, ++this.lastBlock);
    return this.lastBlock;
  }

  /** Keeps the number of a block that moved. */
  private numberMoved(from: number, address: number, block: number | undefined): number {
    const number = block ?? this.blocks.get(from) ?? 0;
    if (block === undefined && address !== NO_BLOCK) {
      this.blocks.delete(from);
      this.blocks.set(address, number);
    }
    return number;
  }
}

/** Whether a block could be so large; what is no number could not. */
function isSize(sizeBytes: number): boolean {
  return sizeBytes >= 0 && sizeBytes <= GREATEST_SIZE_BYTES;
}

/** A word as a probe keeps it: words beyond 2^53, and negative ones, as the greatest number there is. */
function loggable(word: number): number {
  return word >= 0 ? Math.min(Math.trunc(word), Number.MAX_SAFE_INTEGER) : Number.MAX_SAFE_INTEGER;
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value));
}
