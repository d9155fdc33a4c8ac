/**
 * What read, pread64, write and pwrite64 have in common (fs/read_write.c: vfs_read, vfs_write).
 *
 *     outside   1: the buffer lies outside the modelled memory. Nothing is copied to user memory; a write carries its
 *               bytes in `bytes` (none: they are unknown).
 *     given     what a recording says of files that the kernel does not look into: 0 nothing, n + 1 a count of n, a
 *               negated errno. A count that is given is copied to or from user memory, with the faults that takes.
 */

import { unsigned } from "../address.ts";
import { EBADF, EFAULT, EFBIG, EINVAL, EISDIR, ESPIPE } from "../errno.ts";
import { MAX_TRANSFER_BYTES, RLIM_INFINITY } from "../limits.ts";
import { readFile } from "../memory/file_reading.ts";
import { largestSize } from "../memory/file_size.ts";
import { touchAccessed, touchInode } from "../memory/inode_times.ts";
import { dropRunningAs } from "../memory/running_as.ts";
import { writeFile } from "../memory/file_writing.ts";
import { pageOf, pagesSpanning } from "../address.ts";
import { fromValue, outsideSink, outsideSource, userSink, userSource } from "../memory/transfer.ts";
import { copyFromUser, isUserRange } from "../memory/user_copy.ts";
import { writeBack } from "../memory/write_back.ts";
import { sealedWrite } from "../memory/seals.ts";
import { fileAt } from "../process/descriptors.ts";
import { SIGNAL } from "../process/signal.ts";
import { FILE_DIRECTORY, FILE_REGULAR, isPipeKind } from "../state/inode.ts";
import { OPEN, type OpenFile } from "../state/open_file.ts";
import { RLIMIT } from "../state/process.ts";
import type { Transaction } from "../transaction.ts";

/** The arguments of a read. */
export interface ReadArguments {
  /** The descriptor. */
  readonly fd: number;
  /** The address of the buffer. */
  readonly buffer: number;
  /** Bytes asked for. */
  readonly lengthBytes: number;
  /** 1 when the buffer lies outside of the modelled memory. */
  readonly outside: number;
  /** 0: the kernel decides; n + 1: n bytes are given; below 0: an errno is. */
  readonly given: number;
}

/** The arguments of a write. */
export interface WriteArguments extends ReadArguments {
  /** What is written; none when it is unknown. */
  readonly bytes: Uint8Array;
}

/** read, or pread64 with a position. */
export function decideRead(tx: Transaction, args: ReadArguments, position?: number): number {
  const file = fileForTransfer(tx, args, position);
  if (typeof file === "number") return file;
  if (!file.isReadable) return -EBADF;
  const refused = refusal(args, position ?? file.position);
  if (refused !== 0) return refused;
  if (args.given !== 0) return deliverGiven(tx, file, args, position);
  const lengthBytes = Math.min(args.lengthBytes, MAX_TRANSFER_BYTES);
  const sink = args.outside !== 0 ? outsideSink : userSink(tx, args.buffer);
  const { fileKind } = tx.state.inode(file.inode).making;
  if (fileKind === FILE_DIRECTORY) return -EISDIR;
  if (fileKind !== FILE_REGULAR) {
    return tx.operationsOf(fileKind)?.read(tx, file, lengthBytes, sink, position) ?? -EINVAL;
  }
  if (lengthBytes === 0) return 0;
  const at = position ?? file.position;
  const result = readFile(tx, file, at, lengthBytes, sink);
  if ((file.flags & OPEN.NOATIME) === 0) touchAccessed(tx, file.inode);
  if (position === undefined) movePosition(tx, file, at, result);
  return result;
}

/** write, or pwrite64 with a position. */
export function decideWrite(tx: Transaction, args: WriteArguments, position?: number): number {
  const file = fileForTransfer(tx, args, position);
  if (typeof file === "number") return file;
  if (!file.isWritable) return -EBADF;
  const refused = refusal(args, position ?? file.position);
  if (refused !== 0) return refused;
  const inode = tx.state.inode(file.inode);
  const { fileKind } = inode.making;
  if (args.given < 0) return args.given;
  if (args.given > 0 && fileKind !== FILE_REGULAR) return takeGiven(tx, args);
  const source = args.outside !== 0 ? outsideSource(tx, args.bytes) : userSource(tx, args.buffer);
  const lengthBytes = Math.min(args.lengthBytes, MAX_TRANSFER_BYTES);
  if (fileKind !== FILE_REGULAR) {
    return tx.operationsOf(fileKind)?.write(tx, file, lengthBytes, source, position) ?? -EINVAL;
  }
  if (lengthBytes === 0) return 0;
  const at = (file.flags & OPEN.APPEND) !== 0 ? inode.sizeBytes : position ?? file.position;
  const limit = Math.min(largestSize(inode), sizeLimit(tx));
  if (at >= sizeLimit(tx)) tx.raise(SIGNAL.SIGXFSZ);
  if (at >= limit) return -EFBIG;
  const wantedBytes = sealedWrite(inode, at, Math.min(lengthBytes, limit - at));
  if (wantedBytes < 0) return wantedBytes;
  dropRunningAs(tx, inode);
  touchInode(tx, inode.id, ["modified", "changed"]);
  const result = writeFile(tx, inode.id, at, wantedBytes, source);
  if (position === undefined) movePosition(tx, file, at, result);
  if (result > 0 && (file.flags & OPEN.DSYNC) !== 0) {
    writeBack(tx, inode.id, pageOf(at), pagesSpanning(at + result) - pageOf(at));
    tx.disk.sync(tx, inode.id, (file.flags & OPEN.SYNC) !== OPEN.SYNC);
  }
  return result;
}

function sizeLimit(tx: Transaction): number {
  const { soft } = tx.process.limits[RLIMIT.FSIZE];
  return soft === RLIM_INFINITY ? Infinity : soft;
}

/** The file, or the first errors: EINVAL a negative position · EBADF · ESPIPE a position in a pipe. */
function fileForTransfer(tx: Transaction, { fd }: ReadArguments, position?: number): OpenFile | number {
  if (position !== undefined && position < 0) return -EINVAL;
  const file = fileAt(tx, fd);
  if (file === undefined) return -EBADF;
  const isPipe = isPipeKind(tx.state.inode(file.inode).making.fileKind);
  return isPipe && position !== undefined ? -ESPIPE : file;
}

/** EFAULT a buffer that is no user memory · EINVAL beyond the largest offset; else 0. */
function refusal({ buffer, lengthBytes, outside }: ReadArguments, position: number): number {
  if (lengthBytes < 0) return -EFAULT;
  if (outside === 0 && !isUserRange(buffer, unsigned(lengthBytes))) return -EFAULT;
  return position + lengthBytes >= 2 ** 63 ? -EINVAL : 0;
}

function movePosition(tx: Transaction, file: OpenFile, from: number, result: number): void {
  if (result > 0) tx.emit({ kind: "filePosition", file: file.id, position: from + result });
}

/** A read whose count is given: unknown bytes reach user memory. */
function deliverGiven(tx: Transaction, file: OpenFile, args: ReadArguments, position?: number): number {
  if (args.given < 0) return args.given;
  const count = args.given - 1;
  if (args.outside === 0) userSink(tx, args.buffer)(0, count, fromValue(tx, -1));
  const isRegular = tx.state.inode(file.inode).making.fileKind === FILE_REGULAR;
  if (position === undefined && isRegular) movePosition(tx, file, file.position, count);
  return count;
}

/** A write whose count is given: user memory is read, and nothing is kept. */
function takeGiven(tx: Transaction, { buffer, outside, given }: WriteArguments): number {
  const count = given - 1;
  if (outside === 0) copyFromUser(tx, buffer, count, () => {});
  return count;
}
