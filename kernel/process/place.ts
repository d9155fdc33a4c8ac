/**
 * Where a process stands in the file system: its working directory keeps that inode alive (fs/fs_struct.c).
 */

import { dropInode } from "../memory/inode_end.ts";
import type { ProcessPlace } from "../state/credentials.ts";
import type { Transaction } from "../transaction.ts";

/** Moves a process to another place; the directory that it leaves goes when nobody else can reach it. */
export function setPlace(tx: Transaction, pid: number, { workingDirectory, umask }: ProcessPlace): void {
  const { place: before } = tx.state.process(pid);
  if (before.workingDirectory === workingDirectory && before.umask === umask) return;
  tx.emit({ kind: "processPlace", process: pid, workingDirectory, umask });
  if (before.workingDirectory !== 0 && before.workingDirectory !== workingDirectory) {
    dropInode(tx, before.workingDirectory);
  }
}
