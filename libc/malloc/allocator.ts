/**
 * What an allocator is: the part of malloc that differs from one to the next.
 *
 *      program ──▶ Malloc (malloc.ts: sizes, errno, zeroing, probes) ──▶ Allocator ──▶ loads, stores, brk, mmap
 *
 *   AL1  All state lies in the simulated memory: in the allocator's static area, which is zero at the start (.bss), and
 *        in what it got from the kernel. A fresh object on the same memory carries on where the old one stood: after a
 *        rewind, and in a child after fork().
 *   AL2  A block is aligned to 16 bytes, or more when asked for, and no two blocks overlap.
 *   AL3  An allocator asks the kernel through the calls of its process only; it writes nothing outside what it got.
 *   AL4  Blocks that were never given out are refused where the allocator can tell: release() and resize() throw a
 *        HeapError then, and the heap is as before.
 *
 * A new allocator is a class with the first six members below, and one line in allocators.ts or in a program of one's own
 * (docs/guide/write_an_allocator.md); bump.ts is the smallest.
 */

import type { ProgramBreak } from "../memory/program_break.ts";
import type { UserSpace } from "../memory/user_space.ts";
import type { MemoryView } from "../memory/memory_view.ts";
import type { HeapError } from "./heap_error.ts";

/** The alignment that every block has. */
export const BLOCK_ALIGNMENT = 16;
/** What an allocator returns when there is no memory. */
export const NO_BLOCK = 0;

/** Gives out and takes back blocks of memory. */
export interface Allocator {
  /**
   * A new block.
   *
   * @param sizeBytes At least so many bytes; 0 … 2^47.
   * @param alignmentBytes A power of two ≥ 16.
   * @returns Its address, or NO_BLOCK when there is no memory.
   */
  allocate(sizeBytes: number, alignmentBytes: number): number;

  /** Takes a block back. Throws HeapError when there is no such block. */
  release(address: number): void;

  /**
   * Changes the size of a block, in place or by moving what it holds.
   *
   * @returns The block's address now, or NO_BLOCK: then it is as before. Throws HeapError when there is no such block.
   */
  resize(address: number, sizeBytes: number): number;

  /** Bytes that the block may be used for, at least what was asked for. Throws HeapError when there is no such block. */
  usableBytes(address: number): number;

  /** Whether a block that was just allocated holds zeros because its pages are fresh from the kernel. */
  isFresh(address: number): boolean;

  /** Walks the whole heap and throws HeapError at the first thing that is not as it should be. */
  check(memory: MemoryView): HeapSummary;

  /**
   * malloc_trim(3): gives memory that is free back to the kernel, but for `padBytes` at the end of the heap. Left out by
   * allocators that keep nothing.
   *
   * @returns Whether any was given back.
   */
  trim?(padBytes: number): boolean;

  /** Says more of an error that this allocator threw, however long that takes. */
  blame?(error: HeapError): HeapError;

  /** What an access to an address, which met a signal, has to do with the heap; undefined: nothing. */
  explain?(address: number): HeapError | undefined;

  /** The blocks that are still given out, oldest first; only of allocators that keep a list for the exit. */
  leaks?(): readonly LiveBlock[];
}

/** A block that is given out. */
export interface LiveBlock {
  /** Where it starts. */
  readonly address: number;
  /** What was asked for. */
  readonly sizeBytes: number;
}

/** What a heap consists of. */
export interface HeapSummary {
  /** Blocks that are given out, and the bytes they may be used for. */
  readonly blockCount: number;
  /** Bytes that may be used. */
  readonly usableBytes: number;
  /** Bytes that could be given out without asking the kernel. */
  readonly freeBytes: number;
}

/** How an allocator is made, and what static memory it wants. */
export interface AllocatorMaking {
  /** What people call it. */
  readonly name: string;
  /** What it shows, in one line. */
  readonly about: string;
  /** Bytes of static memory, zero at the start, aligned to 16. */
  readonly staticBytes: number;
  /** What can be chosen about it: words by name, the default first. */
  readonly choices?: AllocatorChoices;
  /** The same with some choices made; its name says which. */
  choose?(chosen: Readonly<Record<string, string>>): AllocatorMaking;
  /** The allocator on a process's memory; makes no access. */
  make(space: UserSpace, staticAddress: number, programBreak: ProgramBreak): Allocator;
}

/** What can be chosen about an allocator: words by name, the default first. */
export type AllocatorChoices = Readonly<Record<string, readonly string[]>>;
