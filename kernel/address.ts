/**
 * Addresses and pages: the one file where address arithmetic lives.
 *
 * An address is a plain number (x86-64 user space ends below 2^47, so every address is exact in a double);
 * `|`, `&` and `>>` cut to 32 bits and must never meet one. A *word* is a system call's 64-bit argument as a
 * signed number: values from 2^63 on are negative, as the kernel sees a `long`.
 *
 *      address  = page × 4096 + offset
 *      page     = 36-bit virtual page number
 */

/** Bytes in a page. */
export const PAGE_SIZE = 4096;
/** PTEs in one page table, and pages a last-level table spans (2 MiB). */
export const PAGES_PER_TABLE = 512;
/** First page number past user space: TASK_SIZE is 0x7ffffffff000 (47 bits less one guard page). */
export const TASK_SIZE_PAGES = 0x7ffffffff;
/** First byte past user space, TASK_SIZE of x86-64. */
export const TASK_SIZE = TASK_SIZE_PAGES * PAGE_SIZE;

/** A virtual page number, 0 … TASK_SIZE_PAGES. */
export type VirtPage = number;
/** A virtual address in bytes. */
export type VirtAddr = number;
/** A page frame number of the simulated physical memory. */
export type Frame = number;

/** The page that holds an address. */
export function pageOf(address: VirtAddr): VirtPage {
  return Math.floor(address / PAGE_SIZE);
}

/** The offset of an address within its page, 0 … 4095. */
export function offsetInPage(address: VirtAddr): number {
  return address - Math.floor(address / PAGE_SIZE) * PAGE_SIZE;
}

/** Whether an address (or a signed word) is page-aligned. */
export function isPageAligned(address: number): boolean {
  return Math.floor(address / PAGE_SIZE) * PAGE_SIZE === address;
}

/** The first address of a page. */
export function addressOf(page: VirtPage): VirtAddr {
  return page * PAGE_SIZE;
}

/** How many pages hold `lengthBytes` bytes, rounded up (PAGE_ALIGN(len) >> PAGE_SHIFT). */
export function pagesSpanning(lengthBytes: number): number {
  return Math.ceil(lengthBytes / PAGE_SIZE);
}

/** `value` rounded up to a multiple of `unit`. */
export function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}

/** `value` rounded down to a multiple of `unit`. */
export function roundDown(value: number, unit: number): number {
  return Math.floor(value / unit) * unit;
}

/** A word as an unsigned quantity: negative words stand for values from 2^63 on, far above every limit. */
export function unsigned(word: number): number {
  return word < 0 ? 2 ** 64 + word : word;
}

/** An address as people read it: 0x and lower-case hexadecimal. */
export function hex(address: number): string {
  return address < 0 ? `-0x${(-address).toString(16)}` : `0x${address.toString(16)}`;
}

const WORD_RANGE = 2 ** 64;

/** A range of user addresses as a call was given it, in whole pages. */
export interface PageRange {
  /** The first page. */
  readonly startPage: VirtPage;
  /** The page behind the last. */
  readonly endPage: VirtPage;
  /** The length rounds up past 2^64, to zero. */
  readonly lengthWraps: boolean;
  /** The end lies at or past 2^64. */
  readonly endWraps: boolean;
}

/** The pages of [start, start + PAGE_ALIGN(length)), both unsigned; `start` is page-aligned. */
export function pageRange(start: number, lengthBytes: number): PageRange {
  const first = unsigned(start);
  const alignedBytes = alignLength(lengthBytes);
  const end = first + alignedBytes;
  return {
    startPage: first / PAGE_SIZE,
    endPage: end / PAGE_SIZE,
    lengthWraps: alignedBytes >= WORD_RANGE,
    endWraps: end >= WORD_RANGE && alignedBytes > 0,
  };
}

/** PAGE_ALIGN of a length as an unsigned 64-bit value, with 2^64 where that wraps to 0. Exact for every word. */
function alignLength(lengthBytes: number): number {
  const aligned = Math.ceil(lengthBytes / PAGE_SIZE) * PAGE_SIZE;
  return lengthBytes < 0 ? WORD_RANGE + aligned : aligned;
}

/** A file size or position as the state and the log keep it: exact below 2^53, and 2^53-1 for all beyond. */
export function keptOffset(offset: number): number {
  return Math.min(offset, Number.MAX_SAFE_INTEGER);
}
