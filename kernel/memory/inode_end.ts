/**
 * The end of a file: its inode goes when it has no names and nobody has it open (iput, evict).
 */

import type { Transaction } from "../transaction.ts";
import { cacheEnd } from "./file_size.ts";

/** Lets go of a file that nobody can reach: its pages its inode, the storage, and what its kind keeps of it. */
export function dropInode(tx: Transaction, id: number): void {
  const inode = tx.state.inode(id);
  if (inode.links > 0 || inode.openCount > 0) return;
  if (inode.cache.nextLeaf(0) >= 0) {
    tx.emit({ kind: "cacheRemove", inode: id, index: 0, count: cacheEnd(inode) });
  }
  tx.operationsOf(inode.making.fileKind)?.evict?.(tx, inode);
  tx.emit({ kind: "inodeRemove", inode: id });
}
