/**
 * What files do that are not regular ones: each kind's own reading and writing (struct file_operations). The packages that
 * know the kinds bring them (fs: pipes); kinds without any answer EINVAL.
 */

import type { Sink, Source } from "../memory/transfer.ts";
import type { Inode } from "../state/inode.ts";
import type { OpenFile } from "../state/open_file.ts";
import type { Transaction } from "../transaction.ts";

/** A mapping of a file that is to be made. */
export interface WantedMapping {
  /** VM_* bits. */
  readonly flags: number;
  /** The page of the file that its first page shows. */
  readonly pageOffset: number;
  /** Pages. */
  readonly pageCount: number;
}

/** The operations of one kind of file. Results are as a call's: a number ≥ 0, a negated errno, or BLOCKED. */
export interface FileOperations {
  /** Reads up to `lengthBytes` ≥ 0 bytes; at a position of the caller's (pread), or at the file's own, which it moves. */
  read(tx: Transaction, file: OpenFile, lengthBytes: number, sink: Sink, position?: number): number;
  /** Writes up to `lengthBytes` ≥ 0 bytes, likewise. */
  write(tx: Transaction, file: OpenFile, lengthBytes: number, source: Source, position?: number): number;
  /** Moves the position, as lseek's whence says: where it stands then. Without it, seeking does nothing and gives 0. */
  seek?(tx: Transaction, file: OpenFile, offset: number, whence: number): number;
  /**
   * The VM_* bits of a mapping, or a negated errno. With VM.ANON_FILE its pages are anonymous (shared: shared memory), with
   * VM.PFNMAP they are the inode's, mapped at once. Without this operation the file cannot be mapped (ENODEV).
   */
  map?(tx: Transaction, file: OpenFile, wanted: WantedMapping): number;
  /**
   * Asked before an inode is opened with O_* `flags`: 0, a negated errno, or BLOCKED. An open that waited is asked again, with
   * tx.progress as it was left. Without it everything can be opened.
   */
  open?(tx: Transaction, inode: Inode, flags: number): number;
  /** Told of an open file that nothing names any more, before it goes (release of struct file_operations). */
  release?(tx: Transaction, file: OpenFile): void;
  /** Lets go of what the kind keeps of an inode that is about to be removed (evict_inode). */
  evict?(tx: Transaction, inode: Inode): void;
}
