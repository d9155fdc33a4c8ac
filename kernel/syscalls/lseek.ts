/**
 * lseek(fd, offset, whence): move the position of an open file; the new one.                               lseek(2)
 *
 *     SEEK_SET 0   offset                          SEEK_DATA 3   the first data at or behind offset
 *     SEEK_CUR 1   the position and offset         SEEK_HOLE 4   the first hole at or behind offset, or the end
 *     SEEK_END 2   the end of the file and offset
 *
 *  Errors, first match wins (fs/read_write.c: ksys_lseek, generic_file_llseek_size; mm/shmem.c; fs/ext4/file.c):
 *    EBADF   fd is not open
 *    EINVAL  whence is none of the five
 *    ESPIPE  a pipe
 *    ENXIO   SEEK_DATA, SEEK_HOLE: offset is negative, or at or behind the end · SEEK_DATA: no data follows
 *    EINVAL  the new position is negative, or beyond the largest file
 *  What of a file is data is decided by pages: of tmpfs those in memory, of a disk those stored or changed in the cache.
 */

import { keptOffset } from "../address.ts";
import { PAGE_SIZE, pageOf } from "../address.ts";
import { EBADF, EINVAL, ENXIO, ESPIPE } from "../errno.ts";
import { filePageCount, largestSize } from "../memory/file_size.ts";
import { F_DIRTY, F_UNREAD, FLAGS } from "../memory/frame.ts";
import { fileAt } from "../process/descriptors.ts";
import { FILE_REGULAR, type Inode, isPipeKind } from "../state/inode.ts";
import type { State } from "../state/state.ts";
import { defineCall } from "./call.ts";

/** Values of whence. */
export const SEEK = { SET: 0, CUR: 1, END: 2, DATA: 3, HOLE: 4 } as const;

/** lseek(2). */
export const lseek = defineCall("lseek", {
  id: 67,
  doc: "Move the position of an open file.",
  arguments: { fd: "fd", offset: "size", whence: "whence" },
  decide(tx, { fd, offset, whence }) {
    const file = fileAt(tx, fd);
    if (file === undefined) return -EBADF;
    if (whence < SEEK.SET || whence > SEEK.HOLE) return -EINVAL;
    const inode = tx.state.inode(file.inode);
    if (isPipeKind(inode.making.fileKind)) return -ESPIPE;
    if (inode.making.fileKind !== FILE_REGULAR) {
      return tx.operationsOf(inode.making.fileKind)?.seek?.(tx, file, offset, whence) ?? 0;
    }
    const position = target(tx.state, inode, file.position, offset, whence);
    const base = whence === SEEK.CUR ? file.position : whence === SEEK.END ? inode.sizeBytes : 0;
    // 2^63 stands for 2^63 - 1, the largest offset, and so does the largest that is kept: what is added to it passes it.
    if (offset >= 2 ** 63 && base > 0 || base === keptOffset(Infinity) && offset > 0) return -EINVAL;
    if (position === -ENXIO) return position;
    if (position < 0 || position > largestSize(inode)) return -EINVAL;
    if (position !== file.position) {
      tx.emit({ kind: "filePosition", file: file.id, position: keptOffset(position) });
    }
    return position;
  },
});

/** Where a seek leads: a position, any negative number when there is none, or -ENXIO. */
function target(state: State, inode: Inode, current: number, offset: number, whence: number): number {
  if (whence === SEEK.SET) return offset;
  if (whence === SEEK.CUR) return current + offset;
  if (whence === SEEK.END) return inode.sizeBytes + offset;
  if (offset < 0 || offset >= inode.sizeBytes) return -ENXIO;
  const wanted = whence === SEEK.DATA;
  const end = filePageCount(inode);
  for (let index = pageOf(offset); index < end; index++) {
    if (isData(state, inode, index) === wanted) return Math.max(offset, index * PAGE_SIZE);
  }
  return wanted ? -ENXIO : inode.sizeBytes;
}

function isData(state: State, inode: Inode, index: number): boolean {
  if (index < inode.unknownPages || inode.storage.get(index) !== undefined) return true;
  if (inode.swapSlot(index) >= 0) return true;
  const frame = inode.cachedFrame(index);
  if (frame < 0) return false;
  const flags = state.frameWord(frame, FLAGS);
  return inode.isMemoryBacked ? (flags & F_UNREAD) === 0 : (flags & F_DIRTY) !== 0;
}
