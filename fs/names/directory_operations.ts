/**
 * Directories and symbolic links as files: they are not read as bytes, and what is kept of them goes with their inodes.
 */

import { EINVAL, EISDIR, type FileOperations } from "@palimpsest/kernel";
import { namesOf } from "./names.ts";

/** What reading, writing and the end of a directory do. */
export const directoryOperations: FileOperations = {
  read: () => -EISDIR,
  write: () => -EINVAL,
  evict(tx, { id }) {
    // What a recording opened as a directory is none in the tree of names.
    if (namesOf(tx.state).directory(id) !== undefined) {
      tx.emitForeign({ kind: "directoryRemove", directory: id });
    }
  },
};

/** What reading, writing and the end of a symbolic link do. */
export const symlinkOperations: FileOperations = {
  read: () => -EINVAL,
  write: () => -EINVAL,
  evict(tx, { id }) {
    if (namesOf(tx.state).linkTarget(id) !== undefined) tx.emitForeign({ kind: "symlinkRemove", inode: id });
  },
};
