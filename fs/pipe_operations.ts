/**
 * Reading and writing pipes (fs/pipe.c: anon_pipe_read, anon_pipe_write).
 *
 *      bytes ever written ── the inode's size
 *      bytes ever read    ── the position of the reading end
 *      between them       ── pages of the inode's page cache, by position; at most 64 KiB
 *
 *   PI1  The two ends are made together: the writing end's number is the reading end's + 1. An end that is no open file
 *        any more is closed everywhere.
 *   PI2  A write of up to PIPE_BUF bytes goes in whole or waits. A longer one takes what there is room for.
 */

import {
  BLOCKED,
  CONTENT,
  EAGAIN,
  EFAULT,
  ENOMEM,
  EPIPE,
  type FileOperations,
  fromFrame,
  insertPages,
  OPEN,
  type OpenFile,
  PAGE_SIZE,
  pageOf,
  PIPE_CAPACITY_BYTES,
  type Sink,
  type Source,
  type State,
  type Transaction,
} from "@palimpsest/kernel";

const PIPE_BUF = 4096;

/** What reading and writing a pipe does. */
export const pipeOperations: FileOperations = { read: readPipe, write: writePipe };

function readPipe(tx: Transaction, file: OpenFile, lengthBytes: number, sink: Sink): number {
  if (lengthBytes === 0) return 0;
  const inode = tx.state.inode(file.inode);
  const available = inode.sizeBytes - file.position;
  if (isReadWaiting(tx.state, file)) return mustWait(file);
  if (available === 0) return 0;
  const wanted = Math.min(lengthBytes, available);
  const start = file.position;
  let done = 0;
  while (done < wanted) {
    const at = start + done;
    const offset = at % PAGE_SIZE;
    const partBytes = Math.min(PAGE_SIZE - offset, wanted - done);
    const copied = sink(done, partBytes, fromFrame(tx, frameAt(tx, inode.id, at), offset));
    done += copied;
    if (copied < partBytes) break;
  }
  if (done === 0) return -EFAULT;
  tx.emit({ kind: "filePosition", file: file.id, position: start + done });
  dropPages(tx, inode.id, pageOf(start), pageOf(start + done));
  return done;
}

function writePipe(tx: Transaction, file: OpenFile, lengthBytes: number, source: Source): number {
  const reader = otherEnd(tx.state, file);
  if (reader === undefined) return -EPIPE;
  if (lengthBytes === 0) return 0;
  const inode = tx.state.inode(file.inode);
  const room = PIPE_CAPACITY_BYTES - (inode.sizeBytes - reader.position);
  if (isWriteWaiting(tx.state, file, lengthBytes)) return mustWait(file);
  const start = inode.sizeBytes;
  const wanted = Math.min(lengthBytes, room);
  let done = 0;
  while (done < wanted) {
    const at = start + done;
    const offset = at % PAGE_SIZE;
    const partBytes = Math.min(PAGE_SIZE - offset, wanted - done);
    const frame = frameAt(tx, inode.id, at);
    if (frame < 0) return done > 0 ? endWrite(tx, inode.id, start, done) : -ENOMEM;
    const copied = source.copy(done, partBytes, frame, offset);
    done += copied;
    if (copied === 0 && !source.prepare(done, wanted - done)) break;
  }
  return done > 0 ? endWrite(tx, inode.id, start, done) : -EFAULT;
}

/** Bytes were written to a pipe: its size says so. */
function endWrite(tx: Transaction, inode: number, start: number, lengthBytes: number): number {
  tx.emit({ kind: "inodeSize", inode, sizeBytes: start + lengthBytes });
  return lengthBytes;
}

/** Whether a read of a pipe has to wait: it is empty, and somebody may still write. */
export function isReadWaiting(state: State, file: OpenFile): boolean {
  return state.inode(file.inode).sizeBytes === file.position && otherEnd(state, file) !== undefined;
}

/** Whether a write of `lengthBytes` > 0 bytes to a pipe has to wait: there is no room, and somebody may still read. */
export function isWriteWaiting(state: State, file: OpenFile, lengthBytes: number): boolean {
  const reader = otherEnd(state, file);
  if (reader === undefined) return false;
  const room = PIPE_CAPACITY_BYTES - (state.inode(file.inode).sizeBytes - reader.position);
  return room === 0 || lengthBytes <= PIPE_BUF && room < lengthBytes;
}

function mustWait(file: OpenFile): number {
  return (file.flags & OPEN.NONBLOCK) !== 0 ? -EAGAIN : BLOCKED;
}

function otherEnd(state: State, file: OpenFile): OpenFile | undefined {
  const other = state.files.get(file.isWritable ? file.id - 1 : file.id + 1);
  return other?.inode === file.inode ? other : undefined;
}

/** The frame that holds the byte at a position, made as needed; negative when memory is full. */
function frameAt(tx: Transaction, inodeId: number, position: number): number {
  const index = pageOf(position);
  if (tx.state.inode(inodeId).cachedFrame(index) < 0) tx.reserve(1);
  const inode = tx.state.inode(inodeId);
  const frame = inode.cachedFrame(index);
  return frame >= 0 ? frame : insertPages(tx, { inode: inodeId, index, count: 1, content: CONTENT.zeros });
}

function dropPages(tx: Transaction, inode: number, first: number, end: number): void {
  if (first < end) tx.emit({ kind: "cacheRemove", inode, index: first, count: end - first });
}
