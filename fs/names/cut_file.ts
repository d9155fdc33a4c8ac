/**
 * A regular file gets another size by name: what goes with it (fs/open.c: do_truncate; fs/namei.c: handle_truncate).
 *
 *   CF1  It loses the bits that let it run as somebody else (kernel: running_as.ts).
 *   CF2  Opening with O_TRUNC sets its times even when it was empty; truncate(2) only when the size is another.
 */

import { dropRunningAs, setFileSize, touchInode, type Transaction } from "@palimpsest/kernel";

/** Gives a regular file another size, on behalf of the acting process, which may write it. */
export function cutFile(
  tx: Transaction,
  inode: number,
  sizeBytes: number,
  { isOpening }: { readonly isOpening: boolean },
): void {
  const before = tx.state.inode(inode).sizeBytes;
  dropRunningAs(tx, tx.state.inode(inode));
  setFileSize(tx, inode, sizeBytes);
  if (isOpening || before !== sizeBytes) touchInode(tx, inode, ["modified", "changed"]);
}
