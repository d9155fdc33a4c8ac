/**
 * The flag words of mmap(2), mremap(2), msync(2) and madvise(2), by their Linux values (x86-64).
 */

/** Protection of mmap and mprotect. */
export const PROT = {
  READ: 1,
  WRITE: 2,
  EXEC: 4,
  SEM: 8,
  GROWSDOWN: 0x01000000,
  GROWSUP: 0x02000000,
} as const;

/** Flags of mmap. TYPE masks SHARED, PRIVATE, SHARED_VALIDATE and DROPPABLE. */
export const MAP = {
  SHARED: 1,
  PRIVATE: 2,
  SHARED_VALIDATE: 3,
  DROPPABLE: 8,
  TYPE: 0xf,
  FIXED: 0x10,
  ANONYMOUS: 0x20,
  LOW_32BIT: 0x40,
  ABOVE4G: 0x80,
  GROWSDOWN: 0x100,
  DENYWRITE: 0x800,
  EXECUTABLE: 0x1000,
  LOCKED: 0x2000,
  NORESERVE: 0x4000,
  POPULATE: 0x8000,
  NONBLOCK: 0x10000,
  STACK: 0x20000,
  HUGETLB: 0x40000,
  SYNC: 0x80000,
  FIXED_NOREPLACE: 0x100000,
  UNINITIALIZED: 0x4000000,
} as const;

/** The flags that MAP_SHARED_VALIDATE knows (LEGACY_MAP_MASK, with the huge-page sizes of x86). */
export const LEGACY_MAP_MASK = MAP.SHARED | MAP.PRIVATE | MAP.FIXED | MAP.ANONYMOUS | MAP.DENYWRITE |
  MAP.EXECUTABLE |
  MAP.UNINITIALIZED | MAP.GROWSDOWN | MAP.LOCKED | MAP.NORESERVE | MAP.POPULATE | MAP.NONBLOCK | MAP.STACK |
  MAP.HUGETLB | MAP.LOW_32BIT | MAP.ABOVE4G | (21 << 26) | (30 << 26);

/** Flags of mremap. */
export const MREMAP = { MAYMOVE: 1, FIXED: 2, DONTUNMAP: 4 } as const;

/** Flags of msync. */
export const MS = { ASYNC: 1, INVALIDATE: 2, SYNC: 4 } as const;

/** Advice of madvise. */
export const MADV = {
  NORMAL: 0,
  RANDOM: 1,
  SEQUENTIAL: 2,
  WILLNEED: 3,
  DONTNEED: 4,
  FREE: 8,
  REMOVE: 9,
  DONTFORK: 10,
  DOFORK: 11,
  MERGEABLE: 12,
  UNMERGEABLE: 13,
  HUGEPAGE: 14,
  NOHUGEPAGE: 15,
  DONTDUMP: 16,
  DODUMP: 17,
  WIPEONFORK: 18,
  KEEPONFORK: 19,
  COLD: 20,
  PAGEOUT: 21,
  POPULATE_READ: 22,
  POPULATE_WRITE: 23,
  DONTNEED_LOCKED: 24,
  COLLAPSE: 25,
  HWPOISON: 100,
  SOFT_OFFLINE: 101,
  GUARD_INSTALL: 102,
  GUARD_REMOVE: 103,
} as const;
