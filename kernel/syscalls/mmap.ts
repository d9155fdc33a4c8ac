/**
 * mmap(address, lengthBytes, prot, flags, fd, offset): map a file or anonymous memory.                    mmap(2)
 *
 *  Errors, first match wins (mm/mmap.c: ksys_mmap_pgoff, do_mmap; mm/vma.c: mmap_region):
 *    EINVAL      offset not page-aligned
 *    EBADF       a file is wanted and fd is not open
 *    EINVAL      MAP_HUGETLB (no huge pages here: EINVAL for a file or an unknown size, ENOMEM for want of pages)
 *    EINVAL      length 0
 *    ENOMEM      length beyond the task size; too many VMAs; no room, or a fixed place beyond the task size
 *    EINVAL      a fixed address not page-aligned
 *    EPERM       a fixed address below mmap_min_addr
 *    EEXIST      MAP_FIXED_NOREPLACE over a mapping
 *    EPERM       MAP_LOCKED without any RLIMIT_MEMLOCK;  EAGAIN  over it
 *    file:       EOVERFLOW beyond the largest file · EOPNOTSUPP flags unknown to MAP_SHARED_VALIDATE
 *                EACCES shared writable on a file not open for writing, or not open for reading
 *                ENODEV not mappable · EINVAL MAP_GROWSDOWN, or no type · EPERM shared writable, and sealed
 *    anonymous:  EINVAL MAP_SHARED with MAP_GROWSDOWN, or no type
 *    EPERM       MAP_FIXED over a sealed VMA
 *    ENOMEM      RLIMIT_AS, RLIMIT_DATA, the overcommit heuristic
 *  MAP_POPULATE and MAP_LOCKED fault the pages in; failures of that are not reported.
 */

import { isPageAligned, PAGE_SIZE, pageRange, unsigned } from "../address.ts";
import {
  EACCES,
  EAGAIN,
  EBADF,
  EEXIST,
  EINVAL,
  ENODEV,
  ENOMEM,
  EOPNOTSUPP,
  EOVERFLOW,
  EPERM,
} from "../errno.ts";
import { LOWEST_CHOSEN_PAGE, MAX_MAP_COUNT } from "../limits.ts";
import { mayLock, mayLockMore } from "../memory/address_limits.ts";
import { mapRegion } from "../memory/map_region.ts";
import { mapDevicePages } from "../memory/device_pages.ts";
import { LEGACY_MAP_MASK, MAP, PROT } from "../memory/mmap_flags.ts";
import { placeMapping } from "../memory/placement.ts";
import { populateRange } from "../memory/populate.ts";
import { sealedMapping } from "../memory/seals.ts";
import { unmapRegion } from "../memory/unmap_region.ts";
import { VM } from "../memory/vma_flags.ts";
import { fileAt } from "../process/descriptors.ts";
import { FILE_DEVICE, FILE_REGULAR, FS_EXT4 } from "../state/inode.ts";
import type { OpenFile } from "../state/open_file.ts";
import type { Transaction } from "../transaction.ts";
import { defineCall } from "./call.ts";
import { mapHugePages } from "./mmap_huge.ts";

/** The arguments of mmap. */
export interface MmapArguments {
  readonly address: number;
  readonly lengthBytes: number;
  readonly prot: number;
  readonly flags: number;
  readonly fd: number;
  readonly offset: number;
}

/** Whether a mapping would reach beyond the largest regular file there can be, 2^63 − 1 bytes (file_mmap_ok). */
export function exceedsLargestFile(pageOffset: number, pageCount: number): boolean {
  return pageOffset > LARGEST_FILE_PAGES - pageCount;
}

/** The whole pages in the largest regular file. */
const LARGEST_FILE_PAGES = 2 ** 51 - 1;
/** What is no regular file has offsets up to 2^64 − 1. */
const LARGEST_DEVICE_PAGES = 2 ** 52 - 1;

/** mmap(2). */
export const mmap = defineCall("mmap", {
  id: 16,
  doc: "Map a file or anonymous memory.",
  arguments: {
    address: "address",
    lengthBytes: "size",
    prot: "prot",
    flags: "mapFlags",
    fd: "fd",
    offset: "hex",
  },
  returnsAddress: true,
  addressRegister: "mapPage",
  decide(tx, args) {
    if (!isPageAligned(args.offset)) return -EINVAL;
    if ((args.flags & MAP.ANONYMOUS) !== 0) {
      return (args.flags & MAP.HUGETLB) !== 0 ? mapHugePages(tx, args) : decideMapping(tx, args, undefined);
    }
    const file = fileAt(tx, args.fd);
    if (file === undefined) return -EBADF;
    return (args.flags & MAP.HUGETLB) !== 0 ? -EINVAL : decideMapping(tx, args, file);
  },
});

function decideMapping(tx: Transaction, args: MmapArguments, file: OpenFile | undefined): number {
  const { prot, lengthBytes } = args;
  if (lengthBytes === 0) return -EINVAL;
  const { endPage: pageCount, lengthWraps } = pageRange(0, lengthBytes);
  if (lengthWraps) return -ENOMEM;
  if (tx.space.vmaCount > MAX_MAP_COUNT) return -ENOMEM;
  let vmFlags = protFlags(prot) | mapFlags(args.flags) | VM.MAYREAD | VM.MAYWRITE | VM.MAYEXEC;
  const page = chooseStart(tx, args, pageCount, file);
  if (page < 0) return page;
  if ((args.flags & MAP.FIXED_NOREPLACE) !== 0 && isOccupied(tx, page, pageCount)) return -EEXIST;
  if ((args.flags & MAP.LOCKED) !== 0 && !mayLock(tx.process)) return -EPERM;
  if (!mayLockMore(tx.process, tx.space, vmFlags, pageCount)) return -EAGAIN;
  const kind = file === undefined
    ? anonymousFlags(args.flags, vmFlags)
    : fileFlags(tx, file, args, vmFlags, pageCount);
  if (kind < 0) return kind;
  vmFlags = (args.flags & MAP.NORESERVE) !== 0 ? kind | VM.NORESERVE : kind;
  const result = makeMapping(tx, args, file, page, pageCount, vmFlags);
  if (result < 0) return result;
  const populate = (args.flags & (MAP.POPULATE | MAP.NONBLOCK)) === MAP.POPULATE;
  if ((vmFlags & VM.LOCKED) !== 0 || populate) populateRange(tx, page, page + pageCount, true);
  return result;
}

function makeMapping(
  tx: Transaction,
  args: MmapArguments,
  file: OpenFile | undefined,
  startPage: number,
  pageCount: number,
  flags: number,
): number {
  if (file !== undefined && (flags & VM.ANON_FILE) !== 0 && (flags & VM.SHARED) !== 0) {
    return makeMapping(tx, args, undefined, startPage, pageCount, flags & ~VM.ANON_FILE);
  }
  const inode = file === undefined ? undefined : tx.state.inode(file.inode);
  if (inode?.making.fileSystem === FS_EXT4 && (flags & VM.SYNC) !== 0) {
    // The file system refuses only after what was in the way is gone (__mmap_region, mmap_prepare).
    return unmapRegion(tx, tx.space, startPage, startPage + pageCount) || -EOPNOTSUPP;
  }
  const anonymousOffset = (flags & VM.SHARED) !== 0 ? 0 : startPage;
  const vma = mapRegion(tx, tx.space, {
    startPage,
    pageCount,
    flags,
    file: file?.id ?? 0,
    inode: file?.inode ?? 0,
    pageOffset: file === undefined ? anonymousOffset : unsigned(args.offset) / PAGE_SIZE,
  });
  if (typeof vma === "number") return vma;
  if (file !== undefined && (flags & VM.PFNMAP) !== 0) mapDevicePages(tx, vma);
  return startPage * PAGE_SIZE;
}

/** VM_READ, VM_WRITE and VM_EXEC of a prot word (calc_vm_prot_bits); other bits are ignored. */
export function protFlags(prot: number): number {
  return (prot & PROT.READ ? VM.READ : 0) | (prot & PROT.WRITE ? VM.WRITE : 0) |
    (prot & PROT.EXEC ? VM.EXEC : 0);
}

/** The VM flags that mmap's flags ask for (calc_vm_flag_bits). */
export function mapFlags(flags: number): number {
  return (flags & MAP.GROWSDOWN ? VM.GROWSDOWN : 0) | (flags & MAP.LOCKED ? VM.LOCKED : 0) |
    (flags & MAP.SYNC ? VM.SYNC : 0) | (flags & MAP.STACK ? VM.NOHUGEPAGE : 0);
}

/** A hint below mmap_min_addr is raised to it; 0 stays no hint (round_hint_to_min). */
function raisedHint({ address, flags }: MmapArguments): number {
  const fixed = (flags & (MAP.FIXED | MAP.FIXED_NOREPLACE)) !== 0;
  const isLow = address >= PAGE_SIZE && address < LOWEST_CHOSEN_PAGE * PAGE_SIZE;
  return isLow && !fixed ? LOWEST_CHOSEN_PAGE * PAGE_SIZE : address;
}

function chooseStart(
  tx: Transaction,
  args: MmapArguments,
  pageCount: number,
  file: OpenFile | undefined,
): number {
  const { flags } = args;
  const isPrivateAnonymous = file === undefined && (flags & MAP.SHARED) === 0;
  const onDisk = file !== undefined && tx.state.inode(file.inode).making.fileSystem === FS_EXT4;
  return placeMapping(tx.space, {
    address: raisedHint(args),
    pageCount,
    fixed: (flags & (MAP.FIXED | MAP.FIXED_NOREPLACE)) !== 0,
    low: (flags & MAP.LOW_32BIT) !== 0,
    alignment: isPrivateAnonymous ? "anonymous" : onDisk ? "file" : "none",
    pageOffset: file === undefined ? 0 : unsigned(args.offset) / PAGE_SIZE,
  });
}

/** Whether anything is mapped in the range (find_vma_intersection). */
export function isOccupied(tx: Transaction, page: number, pageCount: number): boolean {
  const vma = tx.space.vmaFrom(page);
  return vma !== undefined && vma.startPage < page + pageCount;
}

/** The flags of an anonymous mapping by its type, or -EINVAL. */
function anonymousFlags(flags: number, vmFlags: number): number {
  const type = flags & MAP.TYPE;
  if (type === MAP.PRIVATE) return vmFlags;
  if (type === MAP.DROPPABLE) return droppableFlags(flags, vmFlags);
  if (type !== MAP.SHARED || (vmFlags & VM.GROWSDOWN) !== 0) return -EINVAL;
  return vmFlags | VM.SHARED | VM.MAYSHARE;
}

/** MAP_DROPPABLE: memory that may vanish; wiped on fork, not dumped, not reserved. */
function droppableFlags(flags: number, vmFlags: number): number {
  if ((flags & MAP.LOCKED) !== 0 || (vmFlags & VM.GROWSDOWN) !== 0) return -EINVAL;
  return vmFlags | VM.DROPPABLE | VM.NORESERVE | VM.WIPEONFORK | VM.DONTDUMP;
}

/** The flags of a file mapping by its type and the file's mode, or a negated errno. */
function fileFlags(
  tx: Transaction,
  file: OpenFile,
  args: MmapArguments,
  vmFlags: number,
  pageCount: number,
): number {
  const { fileKind } = tx.state.inode(file.inode).making;
  const pageOffset = unsigned(args.offset) / PAGE_SIZE;
  if (fileKind === FILE_REGULAR) {
    if (exceedsLargestFile(pageOffset, pageCount)) return -EOVERFLOW;
  } else if (pageOffset > LARGEST_DEVICE_PAGES - pageCount) return -EOVERFLOW;
  const type = args.flags & MAP.TYPE;
  let result = vmFlags;
  if (type === MAP.SHARED || type === MAP.SHARED_VALIDATE) {
    if (type === MAP.SHARED_VALIDATE && hasUnknownFlags(tx, file, args.flags)) return -EOPNOTSUPP;
    if ((args.prot & PROT.WRITE) !== 0 && !file.isWritable) return -EACCES;
    result |= VM.SHARED | VM.MAYSHARE;
    if (!file.isWritable) result &= ~(VM.MAYWRITE | VM.SHARED);
  } else if (type !== MAP.PRIVATE) {
    return -EINVAL;
  }
  if (!file.isReadable) return -EACCES;
  const isOfPages = fileKind === FILE_REGULAR || fileKind === FILE_DEVICE;
  const operations = isOfPages ? undefined : tx.operationsOf(fileKind);
  if (!isOfPages && operations?.map === undefined) return -ENODEV;
  if ((result & VM.GROWSDOWN) !== 0) return -EINVAL;
  if (operations?.map !== undefined) {
    return operations.map(tx, file, { flags: result, pageOffset, pageCount });
  }
  return sealedMapping(tx.state.inode(file.inode), result);
}

/** MAP_SHARED_VALIDATE knows the legacy flags, and MAP_SYNC where the file system has it. */
function hasUnknownFlags(tx: Transaction, file: OpenFile, flags: number): boolean {
  const known = tx.state.inode(file.inode).making.fileSystem === FS_EXT4
    ? LEGACY_MAP_MASK | MAP.SYNC
    : LEGACY_MAP_MASK;
  // do_mmap() adds MAP_FIXED to MAP_FIXED_NOREPLACE, which itself is not among the legacy flags.
  return (flags & ~known) !== 0;
}
