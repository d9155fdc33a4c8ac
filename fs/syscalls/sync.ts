/**
 * sync(): make everything durable. syncfs(fd): everything of the file system of an open file.               sync(2)
 *
 *  Errors of syncfs (fs/sync.c):
 *    EBADF   fd is not open
 *  There is one disk; what is in memory alone has nothing to be written to.
 */

import {
  cacheEnd,
  defineCall,
  EBADF,
  FILE_REGULAR,
  fileAt,
  FS_EXT4,
  type Transaction,
  writeBack,
} from "@palimpsest/kernel";
import { syncDisk } from "../disk/port.ts";

/** sync(2). */
export const sync = defineCall("sync", {
  id: 186,
  doc: "Make everything durable.",
  arguments: {},
  decide(tx) {
    syncEverything(tx);
    return 0;
  },
});

/** syncfs(2). */
export const syncfs = defineCall("syncfs", {
  id: 187,
  doc: "Make everything durable of one file system.",
  arguments: { fd: "fd" },
  decide(tx, { fd }) {
    const file = fileAt(tx, fd);
    if (file === undefined) return -EBADF;
    if (tx.state.inode(file.inode).making.fileSystem === FS_EXT4) syncEverything(tx);
    return 0;
  },
});

function syncEverything(tx: Transaction): void {
  const files = [...tx.state.inodes.entries()].filter(([, { making, cachedPages }]) =>
    making.fileSystem === FS_EXT4 && making.fileKind === FILE_REGULAR && cachedPages > 0
  );
  for (const [id, inode] of files) writeBack(tx, id, 0, cacheEnd(inode));
  syncDisk(tx);
}
