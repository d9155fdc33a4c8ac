/**
 * Files with content that are there before the first process runs: programs, and what else a guest brings.
 */

import {
  FILE_REGULAR,
  FS_EXT4,
  PAGE_SIZE,
  pagesSpanning,
  type Source,
  type Transaction,
  writeBack,
  writeFile,
} from "@palimpsest/kernel";
import { syncDisk } from "./disk/port.ts";
import { makeFile } from "./furnish.ts";
import { PROGRAMS_FOLDER } from "./furnish_tree.ts";
import { namesOf } from "./names/names.ts";

/** A file to install. */
export interface InstalledFile {
  /** Its path. */
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
  /** What it holds. */
  readonly bytes: Uint8Array;
}

/**
 * Makes a disk file with a name and content, written back and still cached; its inode. The path must not exist; what is to
 * stand in /bin stands where that leads.
 */
export function installFile(tx: Transaction, { path, mode, bytes }: InstalledFile): number {
  const isTree = namesOf(tx.state).mounts.length > 0;
  const inode = makeFile(tx, {
    path: isTree ? path.replace(/^\/bin\//, `${PROGRAMS_FOLDER}/`) : path,
    fileKind: FILE_REGULAR,
    fileSystem: FS_EXT4,
    sizeBytes: 0,
    mode,
    unknownStorage: false,
  });
  if (bytes.length > 0) writeFile(tx, inode, 0, bytes.length, byteSource(tx, bytes));
  writeBack(tx, inode, 0, pagesSpanning(bytes.length));
  syncDisk(tx);
  return inode;
}

/** Bytes as a source; whole pages of one value are fills, which take next to nothing in the log. */
export function byteSource(tx: Transaction, bytes: Uint8Array): Source {
  return {
    copy(done, lengthBytes, frame, offset) {
      const part = bytes.slice(done, done + lengthBytes);
      const isFill = lengthBytes === PAGE_SIZE && part.every((byte) => byte === part[0]);
      if (isFill) tx.emit({ kind: "bytesFill", frame, offset, lengthBytes, value: part[0] });
      else tx.emit({ kind: "bytesWrite", frame, offset, bytes: part });
      return lengthBytes;
    },
    prepare: () => true,
  };
}
