/**
 * Descriptors and what they keep alive.
 *
 *      descriptor ─┐
 *                  ├─▶ open file ──▶ inode ──▶ cached pages, storage
 *      VMA ────────┘                  ▲
 *                            names ───┘
 *
 *   DE1  A new descriptor is the lowest free number of its process, below RLIMIT_NOFILE's soft limit.
 *   DE2  An open file goes with its last descriptor and VMA; an inode without names goes with its last open file, and
 *        its pages with it.
 *   DE3  Whoever emits an effect that may drop the last reference (descriptorRemove, vmaRemove, a replacing
 *        descriptorPut or vmaPut) calls releaseFile() afterwards.
 */

import { EBADF, EMFILE } from "../errno.ts";
import { OPEN, type OpenFile } from "../state/open_file.ts";
import { type Process, RLIMIT } from "../state/process.ts";
import { cacheEnd } from "../memory/file_size.ts";
import { hasNewPages } from "../memory/folio_dirty.ts";
import { dropInode } from "../memory/inode_end.ts";
import { writeBack } from "../memory/write_back.ts";
import type { Transaction } from "../transaction.ts";

/** The lowest free descriptor of a process at or above `from`, or -EMFILE. */
export function freeDescriptor(process: Process, from = 0): number {
  const limit = process.limits[RLIMIT.NOFILE].soft;
  let number = Math.max(from, process.lowestFreeDescriptor);
  while (process.descriptors.get(number) !== undefined) number++;
  return number < limit ? number : -EMFILE;
}

/** Opens the lowest free descriptor of the acting process for an open file; the number, or -EMFILE. */
export function installDescriptor(tx: Transaction, file: number, closeOnExec: boolean, from = 0): number {
  const descriptor = freeDescriptor(tx.process, from);
  if (descriptor < 0) return descriptor;
  tx.emit({ kind: "descriptorPut", process: tx.pid, descriptor, file, closeOnExec });
  return descriptor;
}

/**
 * The open file that a descriptor of the acting process names, to do something with it (fdget); undefined where Linux says
 * EBADF: no such descriptor, or one opened with O_PATH.
 */
export function fileAt(tx: Transaction, descriptor: number): OpenFile | undefined {
  const file = anyFileAt(tx, descriptor);
  return file === undefined || (file.flags & OPEN.PATH) !== 0 ? undefined : file;
}

/** The open file that a descriptor of the acting process names, O_PATH or not (fdget_raw). */
export function anyFileAt(tx: Transaction, descriptor: number): OpenFile | undefined {
  if (descriptor < 0 || descriptor > 0x7fffffff) return undefined;
  const entry = tx.process.descriptors.get(descriptor);
  return entry === undefined ? undefined : tx.state.file(entry.file);
}

/** Closes a descriptor: 0, or -EBADF. */
export function closeDescriptor(tx: Transaction, pid: number, descriptor: number): number {
  const entry = descriptor < 0 ? undefined : tx.state.process(pid).descriptors.get(descriptor);
  if (entry === undefined) return -EBADF;
  tx.emit({ kind: "descriptorRemove", process: pid, descriptor });
  releaseFile(tx, entry.file);
  return 0;
}

/** Lets go of an open file that nothing names any more, and of its inode when nobody can reach that (fput). */
export function releaseFile(tx: Transaction, file: number): void {
  const open = tx.state.files.get(file);
  if (open === undefined || open.references > 0) return;
  flushReplaced(tx, open.inode);
  tx.operationsOf(tx.state.inode(open.inode).making.fileKind)?.release?.(tx, open);
  tx.emit({ kind: "fileRemove", file });
  dropInode(tx, open.inode);
}

/**
 * A file that was cut to nothing and written anew is written back when it is closed (ext4_alloc_da_blocks): who replaces a
 * file so expects it to be there after a crash. Only if any of its pages has no block yet; then all that are dirty.
 */
function flushReplaced(tx: Transaction, inodeId: number): void {
  const inode = tx.state.inode(inodeId);
  if (inode.flushOnClose && hasNewPages(tx.state, inode)) writeBack(tx, inodeId, 0, cacheEnd(inode));
}

/** Closes every descriptor of a process (exit). */
export function closeAll(tx: Transaction, pid: number): void {
  closeWhere(tx, pid, () => true);
}

/** Closes the close-on-exec descriptors of a process (execve). */
export function closeOnExec(tx: Transaction, pid: number): void {
  closeWhere(tx, pid, (marked) => marked);
}

function closeWhere(tx: Transaction, pid: number, wanted: (closeOnExec: boolean) => boolean): void {
  const chosen = [...tx.state.process(pid).descriptors.entries()].filter(([, entry]) =>
    wanted(entry.closeOnExec)
  );
  for (const [descriptor] of chosen) closeDescriptor(tx, pid, descriptor);
}

/** Gives a new process the descriptors of another (fork): they name the same open files. */
export function copyDescriptors(tx: Transaction, from: number, to: number): void {
  for (const [descriptor, { file, closeOnExec }] of tx.state.process(from).descriptors.entries()) {
    tx.emit({ kind: "descriptorPut", process: to, descriptor, file, closeOnExec });
  }
}
