/**
 * The kinds of canonical records that a state's digest is the sum of (design: docs/architecture.md, "the digest").
 *
 *   D1  A kind's number and fields are part of the log format: logs carry digests.
 *   D2  What can be derived from other records (counts of an address space, reverse maps) is no record.
 */

/** Record kinds of the kernel; fs has its own from 64 on. */
export const RECORD = {
  pte: 1,
  frame: 2,
  vma: 3,
  space: 4,
  process: 5,
  faultCounts: 6,
  descriptor: 7,
  file: 8,
  inode: 9,
  anonVma: 10,
  storage: 11,
  cacheSwap: 12,
  slot: 13,
  counter: 14,
  signal: 15,
  table: 16,
  attributes: 17,
  credentials: 18,
  place: 19,
  oomScore: 20,
} as const;
