/**
 * Directories and symbolic links as files: they are not read as bytes, and what is kept of them goes with their inodes.
 */

import { EINVAL, EISDIR, type FileOperations, type OpenFile, type Transaction } from "@palimpsest/kernel";
import { namesOf } from "./names.ts";

const SEEK_SET = 0;
const SEEK_CUR = 1;

/** What reading, writing and the end of a directory do. */
export const directoryOperations: FileOperations = {
  read: () => -EISDIR,
  write: () => -EINVAL,
  seek: seekNames,
  evict(tx, { id }) {
    // What a recording opened as a directory is none in the tree of names.
    if (namesOf(tx.state).directory(id) !== undefined) {
      tx.emitForeign({ kind: "directoryRemove", directory: id });
    }
  },
};

/** Moves to a name that was told, or to the start (fs/libfs.c: offset_dir_llseek); of what a recording opened nothing is known. */
function seekNames(tx: Transaction, file: OpenFile, offset: number, whence: number): number {
  if (tx.state.inode(file.inode).attributes === undefined) return 0;
  if (whence !== SEEK_SET && whence !== SEEK_CUR) return -EINVAL;
  const position = whence === SEEK_SET ? offset : file.position + offset;
  if (position < 0) return -EINVAL;
  if (position !== file.position) tx.emit({ kind: "filePosition", file: file.id, position });
  return position;
}

/** What reading, writing and the end of a symbolic link do. */
export const symlinkOperations: FileOperations = {
  read: () => -EINVAL,
  write: () => -EINVAL,
  evict(tx, { id }) {
    if (namesOf(tx.state).linkTarget(id) !== undefined) tx.emitForeign({ kind: "symlinkRemove", inode: id });
  },
};
