/**
 * What files do that are not regular ones: each kind's own reading and writing (struct file_operations). The packages that
 * know the kinds bring them (fs: pipes); kinds without any answer EINVAL.
 */

import type { Sink, Source } from "../memory/transfer.ts";
import type { Inode } from "../state/inode.ts";
import type { OpenFile } from "../state/open_file.ts";
import type { Transaction } from "../transaction.ts";

/** The operations of one kind of file. Results are as a call's: a number ≥ 0, a negated errno, or BLOCKED. */
export interface FileOperations {
  /** Reads up to `lengthBytes` ≥ 0 bytes. */
  read(tx: Transaction, file: OpenFile, lengthBytes: number, sink: Sink): number;
  /** Writes up to `lengthBytes` ≥ 0 bytes. */
  write(tx: Transaction, file: OpenFile, lengthBytes: number, source: Source): number;
  /** Told of an open file that nothing names any more, before it goes (release of struct file_operations). */
  release?(tx: Transaction, file: OpenFile): void;
  /** Lets go of what the kind keeps of an inode that is about to be removed (evict_inode). */
  evict?(tx: Transaction, inode: Inode): void;
}
