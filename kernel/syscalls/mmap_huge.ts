/**
 * mmap with MAP_HUGETLB | MAP_ANONYMOUS: this machine has no huge pages in its pool, so it always fails; how, tells what was
 * checked first (mm/mmap.c: ksys_mmap_pgoff, do_mmap; mm/hugetlb.c; fs/hugetlbfs/inode.c).
 *
 *  Errors, first match wins:
 *    EINVAL     a size other than 2 MiB · the length rounds up to 0
 *    EINVAL     a fixed address that is no multiple of 2 MiB · ENOMEM no room · EPERM below mmap_min_addr
 *    EEXIST     MAP_FIXED_NOREPLACE over a mapping
 *    EPERM, EAGAIN  MAP_LOCKED without or over RLIMIT_MEMLOCK
 *    EOVERFLOW  beyond the largest file
 *    EINVAL     no type, MAP_GROWSDOWN, or an offset that is no multiple of 2 MiB
 *    ENOMEM     no huge page; what was in the way of a fixed mapping is gone then
 */

import { PAGE_SIZE, pageRange, unsigned } from "../address.ts";
import { EAGAIN, EEXIST, EINVAL, ENOMEM, EOPNOTSUPP, EOVERFLOW, EPERM } from "../errno.ts";
import { HUGE_BLOCK_PAGES } from "../limits.ts";
import { mayLock, mayLockMore } from "../memory/address_limits.ts";
import { LEGACY_MAP_MASK, MAP } from "../memory/mmap_flags.ts";
import { placeMapping } from "../memory/placement.ts";
import { unmapRegion } from "../memory/unmap_region.ts";
import type { Transaction } from "../transaction.ts";
import { exceedsLargestFile, isOccupied, mapFlags, type MmapArguments } from "./mmap.ts";

/** The exponent of the only huge page size there is. */
const HUGE_SHIFT = 21;

/** Decides the failure of a mapping of huge pages. */
export function mapHugePages(tx: Transaction, args: MmapArguments): number {
  const { flags } = args;
  const sizeShift = (flags >>> 26) & 0x3f || HUGE_SHIFT;
  if (sizeShift !== HUGE_SHIFT) return -EINVAL;
  const { endPage } = pageRange(0, args.lengthBytes);
  const pageCount = Math.ceil(endPage / HUGE_BLOCK_PAGES) * HUGE_BLOCK_PAGES;
  if (pageCount === 0 || pageCount * PAGE_SIZE >= 2 ** 64) return -EINVAL;
  const fixed = (flags & (MAP.FIXED | MAP.FIXED_NOREPLACE)) !== 0;
  if (fixed && (args.address / PAGE_SIZE) % HUGE_BLOCK_PAGES !== 0) return -EINVAL;
  const hint = Math.ceil(args.address / PAGE_SIZE / HUGE_BLOCK_PAGES) * HUGE_BLOCK_PAGES * PAGE_SIZE;
  const page = placeMapping(tx.space, {
    address: fixed ? args.address : hint,
    pageCount,
    fixed,
    low: (flags & MAP.LOW_32BIT) !== 0,
    alignment: "none",
    pageOffset: 0,
  });
  if (page < 0) return page;
  if ((flags & MAP.FIXED_NOREPLACE) !== 0 && isOccupied(tx, page, pageCount)) return -EEXIST;
  if ((flags & MAP.LOCKED) !== 0 && !mayLock(tx.process)) return -EPERM;
  if (!mayLockMore(tx.process, tx.space, mapFlags(flags), pageCount)) return -EAGAIN;
  const failure = checkFile(args, pageCount);
  if (failure !== 0) return failure;
  const removed = unmapRegion(tx, tx.space, page, page + pageCount);
  if (removed !== 0) return removed;
  return (unsigned(args.offset) / PAGE_SIZE) % HUGE_BLOCK_PAGES !== 0 ? -EINVAL : -ENOMEM;
}

/** What do_mmap checks of a file mapping. */
function checkFile({ flags, offset }: MmapArguments, pageCount: number): number {
  if (exceedsLargestFile(unsigned(offset) / PAGE_SIZE, pageCount)) return -EOVERFLOW;
  const type = flags & MAP.TYPE;
  if (type === MAP.SHARED_VALIDATE && (flags & ~LEGACY_MAP_MASK) !== 0) return -EOPNOTSUPP;
  if (type !== MAP.SHARED && type !== MAP.SHARED_VALIDATE && type !== MAP.PRIVATE) return -EINVAL;
  return (flags & MAP.GROWSDOWN) !== 0 ? -EINVAL : 0;
}
