/**
 * fallocate(fd, mode, offset, lengthBytes): manipulate the space of a file.                           fallocate(2)
 *
 *     0                     the file reaches to the end of the range      tmpfs, disk
 *     KEEP_SIZE             pages are allocated, and the size stays       tmpfs, disk
 *     PUNCH_HOLE+KEEP_SIZE  the range becomes a hole                      tmpfs, disk
 *     ZERO_RANGE            the range becomes zeros (and the file grows)        disk
 *     COLLAPSE_RANGE        the range is taken out                              disk
 *     INSERT_RANGE          a hole is put in before the offset                  disk
 *
 *  Errors, first match wins (fs/open.c: vfs_fallocate; mm/shmem.c; fs/ext4/extents.c):
 *    EBADF       fd is not open
 *    EINVAL      a negative offset, a length of 0 or less
 *    EOPNOTSUPP  a mode that does not exist; PUNCH_HOLE without KEEP_SIZE, COLLAPSE, INSERT or WRITE_ZEROES with it
 *    EBADF       not open for writing
 *    ESPIPE      a pipe;  EISDIR  a directory;  ENODEV  any other file that is not regular
 *    EFBIG       the end of the range is beyond the largest file
 *    EOPNOTSUPP  a mode that the file system does not have
 *    EFBIG       growth beyond RLIMIT_FSIZE (SIGXFSZ comes too)
 *    EPERM       a seal of the file forbids it
 *    ENOSPC      tmpfs: more pages than there is memory
 *    EINVAL      COLLAPSE, INSERT: not whole blocks of 4 KiB · COLLAPSE up to the end of the file or behind it
 *                INSERT at the end or behind it
 *    EFBIG       INSERT: the file would become too large
 */

import {
  allocatePages,
  assertThat,
  collapseRange,
  defineCall,
  dropRunningAs,
  EBADF,
  EFBIG,
  EINVAL,
  EISDIR,
  ENODEV,
  EOPNOTSUPP,
  EPERM,
  ESPIPE,
  FILE_DIRECTORY,
  FILE_REGULAR,
  fileAt,
  growFile,
  type Inode,
  insertRange,
  isPageAligned,
  isPipeKind,
  isSealed,
  largestSize,
  punchHole,
  RLIM_INFINITY,
  RLIMIT,
  SEAL,
  SIGNAL,
  touchInode,
  type Transaction,
  zeroRange,
} from "@palimpsest/kernel";

/** Modes of fallocate, by their Linux values. */
export const FALLOC = {
  ALLOCATE_RANGE: 0,
  KEEP_SIZE: 0x1,
  PUNCH_HOLE: 0x2,
  COLLAPSE_RANGE: 0x8,
  ZERO_RANGE: 0x10,
  INSERT_RANGE: 0x20,
  UNSHARE_RANGE: 0x40,
  WRITE_ZEROES: 0x80,
} as const;

/** Modes that are known, with or without KEEP_SIZE. */
const EITHER_SIZE: readonly number[] = [FALLOC.ALLOCATE_RANGE, FALLOC.UNSHARE_RANGE, FALLOC.ZERO_RANGE];
const WITHOUT_KEEP_SIZE: readonly number[] = [
  FALLOC.COLLAPSE_RANGE,
  FALLOC.INSERT_RANGE,
  FALLOC.WRITE_ZEROES,
];
const TMPFS_MODES: readonly number[] = [FALLOC.ALLOCATE_RANGE, FALLOC.PUNCH_HOLE];
const DISK_MODES: readonly number[] = [
  ...TMPFS_MODES,
  FALLOC.COLLAPSE_RANGE,
  FALLOC.ZERO_RANGE,
  FALLOC.INSERT_RANGE,
];

/** fallocate(2). */
export const fallocate = defineCall("fallocate", {
  id: 134,
  doc: "Manipulate the space of a file.",
  arguments: { fd: "fd", mode: "fallocateMode", offset: "size", lengthBytes: "size" },
  decide(tx, { fd, mode, offset, lengthBytes }) {
    const file = fileAt(tx, fd);
    if (file === undefined) return -EBADF;
    if (offset < 0 || lengthBytes <= 0) return -EINVAL;
    if (!isKnownMode(mode)) return -EOPNOTSUPP;
    if (!file.isWritable) return -EBADF;
    const inode = tx.state.inode(file.inode);
    const { fileKind } = inode.making;
    if (fileKind !== FILE_REGULAR) {
      return isPipeKind(fileKind) ? -ESPIPE : fileKind === FILE_DIRECTORY ? -EISDIR : -ENODEV;
    }
    if (offset + lengthBytes > largestSize(inode)) return -EFBIG;
    const operation = mode & ~FALLOC.KEEP_SIZE;
    const supported = inode.isMemoryBacked ? TMPFS_MODES : DISK_MODES;
    if (!supported.includes(operation)) return -EOPNOTSUPP;
    const result = manipulate(tx, inode, { operation, keepSize: mode !== operation, offset, lengthBytes });
    if (result === 0) {
      dropRunningAs(tx, tx.state.inode(inode.id));
      touchInode(tx, inode.id, ["modified", "changed"]);
    }
    return result;
  },
});

function isKnownMode(mode: number): boolean {
  const operation = mode & ~FALLOC.KEEP_SIZE;
  if (EITHER_SIZE.includes(operation)) return true;
  return mode === operation ? WITHOUT_KEEP_SIZE.includes(operation) : operation === FALLOC.PUNCH_HOLE;
}

interface Manipulation {
  readonly operation: number;
  readonly keepSize: boolean;
  readonly offset: number;
  readonly lengthBytes: number;
}

function manipulate(tx: Transaction, inode: Inode, change: Manipulation): number {
  const { operation, keepSize, offset, lengthBytes } = change;
  const end = offset + lengthBytes;
  const size = keepSize ? inode.sizeBytes : Math.max(inode.sizeBytes, end);
  switch (operation) {
    case FALLOC.ALLOCATE_RANGE:
      if (isOverLimit(tx, inode, end)) return -EFBIG;
      if (isSealed(inode, SEAL.GROW) && end > inode.sizeBytes) return -EPERM;
      return allocate(tx, inode, change, size);
    case FALLOC.PUNCH_HOLE:
      if (isSealed(inode, SEAL.WRITE | SEAL.FUTURE_WRITE)) return -EPERM;
      punchHole(tx, inode.id, offset, lengthBytes);
      return 0;
    case FALLOC.ZERO_RANGE:
      if (!keepSize && isOverLimit(tx, inode, end)) return -EFBIG;
      zeroRange(tx, inode.id, offset, end, size);
      return 0;
    case FALLOC.COLLAPSE_RANGE:
      return collapse(tx, inode, offset, lengthBytes);
    default:
      assertThat(operation === FALLOC.INSERT_RANGE, () => `fallocate: operation ${operation}`);
      return insert(tx, inode, offset, lengthBytes);
  }
}

function allocate(
  tx: Transaction,
  inode: Inode,
  { offset, lengthBytes }: Manipulation,
  size: number,
): number {
  const failure = inode.isMemoryBacked ? allocatePages(tx, inode.id, offset, offset + lengthBytes) : 0;
  if (failure === 0) growFile(tx, inode.id, size);
  return failure;
}

function collapse(tx: Transaction, inode: Inode, offset: number, lengthBytes: number): number {
  if (!isPageAligned(offset) || !isPageAligned(lengthBytes)) return -EINVAL;
  if (offset + lengthBytes >= inode.sizeBytes) return -EINVAL;
  collapseRange(tx, inode.id, offset, lengthBytes);
  return 0;
}

function insert(tx: Transaction, inode: Inode, offset: number, lengthBytes: number): number {
  if (!isPageAligned(offset) || !isPageAligned(lengthBytes)) return -EINVAL;
  if (inode.sizeBytes + lengthBytes > largestSize(inode)) return -EFBIG;
  if (offset >= inode.sizeBytes) return -EINVAL;
  insertRange(tx, inode.id, offset, lengthBytes);
  return 0;
}

/** inode_newsize_ok: growth beyond RLIMIT_FSIZE. */
function isOverLimit(tx: Transaction, inode: Inode, end: number): boolean {
  const { soft } = tx.process.limits[RLIMIT.FSIZE];
  const isOver = soft !== RLIM_INFINITY && end > soft && end > inode.sizeBytes;
  if (isOver) tx.raise(SIGNAL.SIGXFSZ);
  return isOver;
}
