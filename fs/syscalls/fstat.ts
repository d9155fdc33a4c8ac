/**
 * fstat(fd, status): what is known of an open file.                                                         stat(2)
 *
 *     struct stat of x86-64, 144 bytes, by offset (what is not here is 0)
 *     8 inode   16 links   24 mode   48 size   56 block size   64 blocks of 512 bytes
 *
 *  Errors, first match wins (fs/stat.c):
 *    EBADF   fd is not open
 *    EFAULT  the status cannot be written
 *  A status `outside` the modelled memory is not written: the caller looks at the inode itself.
 */

import {
  anyFileAt,
  defineCall,
  EBADF,
  EFAULT,
  FILE_DEVICE,
  FILE_DIRECTORY,
  FILE_OPAQUE,
  FILE_PIPE,
  FILE_REGULAR,
  FILE_TERMINAL,
  type Inode,
  PAGE_SIZE,
  writeUserBytes,
} from "@palimpsest/kernel";

const STATUS_BYTES = 144;
const BLOCK_BYTES = 512;
/** S_IFMT's bits, by kind of file. */
const KIND_MODES: Readonly<Record<number, number>> = {
  [FILE_REGULAR]: 0o100000,
  [FILE_PIPE]: 0o010000,
  [FILE_DEVICE]: 0o020000,
  [FILE_DIRECTORY]: 0o040000,
  [FILE_OPAQUE]: 0o020000,
  [FILE_TERMINAL]: 0o020000,
};

/** fstat(2). */
export const fstat = defineCall("fstat", {
  id: 137,
  doc: "Tell what is known of an open file.",
  arguments: { fd: "fd", status: "address", outside: "none" },
  decide(tx, { fd, status, outside }) {
    const file = anyFileAt(tx, fd);
    if (file === undefined) return -EBADF;
    if (outside !== 0) return 0;
    return writeUserBytes(tx, status, statusBytes(tx.state.inode(file.inode))) ? 0 : -EFAULT;
  },
});

function statusBytes(inode: Inode): Uint8Array {
  const view = new DataView(new ArrayBuffer(STATUS_BYTES));
  const { making: { fileKind }, mode } = inode;
  const put = (offset: number, value: number) => {
    view.setUint32(offset, value % 2 ** 32, true);
    view.setUint32(offset + 4, Math.floor(value / 2 ** 32), true);
  };
  put(8, inode.id);
  put(16, inode.links);
  view.setUint32(24, KIND_MODES[fileKind] | mode, true);
  put(48, fileKind === FILE_REGULAR ? inode.sizeBytes : 0);
  put(56, PAGE_SIZE);
  put(64, Math.max(inode.cachedPages, inode.storage.size) * (PAGE_SIZE / BLOCK_BYTES));
  return new Uint8Array(view.buffer);
}
