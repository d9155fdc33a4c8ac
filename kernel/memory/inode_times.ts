/**
 * The times of inodes (fs/inode.c: inode_update_timestamps, touch_atime).
 *
 *      read of bytes or names   accessed              only when it is not newer than the other two (relatime)
 *      write, another size      modified, changed
 *      mode, owner, links       changed
 *
 *   IT1  Inodes without attributes (inode_attributes.ts, IA2) have no times.
 *   IT2  Times that are now already make no effect.
 */

import type { InodeAttributes } from "../state/inode_attributes.ts";
import type { Transaction } from "../transaction.ts";

/** One of the three times. */
export type InodeTime = keyof Pick<InodeAttributes, "accessed" | "modified" | "changed">;

/** Sets times of an inode to now, if its times are kept. */
export function touchInode(tx: Transaction, id: number, which: readonly InodeTime[]): void {
  const { attributes } = tx.state.inode(id);
  if (attributes === undefined) return;
  const { now } = tx;
  if (which.every((time) => attributes[time] === now)) return;
  const { accessed, modified, changed } = attributes;
  const times = { accessed, modified, changed };
  for (const time of which) times[time] = now;
  tx.emit({ kind: "inodeTimes", inode: id, ...times });
}

/** An inode was read: it was accessed now, unless that is known to be so since the last change. */
export function touchAccessed(tx: Transaction, id: number): void {
  const { attributes } = tx.state.inode(id);
  if (attributes === undefined) return;
  const { accessed, modified, changed } = attributes;
  if (accessed <= modified || accessed <= changed) touchInode(tx, id, ["accessed"]);
}
