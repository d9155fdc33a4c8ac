/**
 * Reading and writing pipes and FIFOs (fs/pipe.c: anon_pipe_read, anon_pipe_write, pipe_release).
 *
 *      read    takes what there is, up to its length; of a packet the rest is lost. Waits for a first byte while anybody
 *              may write.
 *      write   first what does not fill a page joins the last slot, if it fits there whole; the rest takes new slots, a
 *              page each. Waits while slots are missing and anybody reads: a blocking write ends when all is written.
 *
 *   PO1  So a write of up to PIPE_BUF bytes, a page, goes in whole or not at all.
 *   PO2  How much of a waiting write is written is the call's progress: a signal ends it with that count.
 *   PO3  What cannot be copied as a whole (a slot's worth) is not copied at all; what was copied before counts.
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
  SIGNAL,
  type Sink,
  type Source,
  type State,
  type Transaction,
  type Wait,
} from "@palimpsest/kernel";
import { type Pipe, PIPE_SLOTS, pipesOf } from "./pipes.ts";

/** What reading and writing a pipe does. */
export const pipeOperations: FileOperations = { read: readPipe, write: writePipe, release: releasePipe };

function readPipe(tx: Transaction, file: OpenFile, lengthBytes: number, sink: Sink): number {
  if (lengthBytes === 0) return 0;
  if (isReadWaiting(tx.state, file)) {
    return mustWait(tx, file, { isOver: (state) => !isReadWaiting(state, file) });
  }
  let done = 0;
  while (done < lengthBytes) {
    const pipe = pipesOf(tx.state).get(file.inode);
    if (pipe.slots.length === 0) break;
    const { end, isPacket } = pipe.slots[0];
    const count = Math.min(end - pipe.start, lengthBytes - done);
    const frame = tx.state.inode(file.inode).cachedFrame(pipe.tail);
    if (sink(done, count, fromFrame(tx, frame, pipe.start)) < count) return done > 0 ? done : -EFAULT;
    takeBytes(tx, file.inode, pipe, isPacket ? end : pipe.start + count);
    done += count;
    if (isPacket) break;
  }
  return done;
}

/** The first slot was read up to `start`: it goes when that is its end. */
function takeBytes(tx: Transaction, inode: number, { tail, slots }: Pipe, start: number): void {
  const isRead = start === slots[0].end;
  tx.emitForeign({ kind: "pipeTake", inode, slot: isRead ? tail + 1 : tail, start: isRead ? 0 : start });
  if (isRead) tx.emit({ kind: "cacheRemove", inode, index: tail, count: 1 });
}

function writePipe(tx: Transaction, file: OpenFile, lengthBytes: number, source: Source): number {
  if (lengthBytes === 0) return 0;
  let done = tx.progress;
  if (!tx.isResumed && pipesOf(tx.state).get(file.inode).readers > 0) {
    const joined = joinLast(tx, file, lengthBytes % PAGE_SIZE, source);
    if (joined < 0) return joined;
    done = joined;
  }
  while (done < lengthBytes) {
    const pipe = pipesOf(tx.state).get(file.inode);
    if (pipe.readers === 0) {
      tx.raise(SIGNAL.SIGPIPE);
      return done > 0 ? done : -EPIPE;
    }
    if (pipe.slots.length === PIPE_SLOTS) {
      tx.progress = done;
      const isOver = (state: State) => !isWriteWaiting(state, file);
      const waits = mustWait(tx, file, { isOver, abandon: (_tx, errno) => done > 0 ? done : errno });
      return waits === BLOCKED || done === 0 ? waits : done;
    }
    const written = fillSlot(tx, file, Math.min(PAGE_SIZE, lengthBytes - done), done, source);
    if (written < 0) return done > 0 ? done : written;
    done += written;
  }
  return done;
}

/** Puts the part of a write that does not fill a page into the last slot, if it fits; how much was, or -EFAULT. */
function joinLast(tx: Transaction, file: OpenFile, lengthBytes: number, source: Source): number {
  const { slots, tail } = pipesOf(tx.state).get(file.inode);
  const last = slots.at(-1);
  if (lengthBytes === 0 || last === undefined || last.isPacket || last.end + lengthBytes > PAGE_SIZE) {
    return 0;
  }
  const slot = tail + slots.length - 1;
  if (!copyWhole(tx, file.inode, { slot, offset: last.end, lengthBytes, done: 0 }, source)) return -EFAULT;
  const end = last.end + lengthBytes;
  tx.emitForeign({ kind: "pipeFill", inode: file.inode, slot, end, isPacket: false });
  return lengthBytes;
}

/** Writes up to a page to a new slot; how much, or a negated errno. */
function fillSlot(
  tx: Transaction,
  file: OpenFile,
  lengthBytes: number,
  done: number,
  source: Source,
): number {
  const { inode } = file;
  tx.reserve(1);
  const { tail, slots } = pipesOf(tx.state).get(inode);
  const slot = tail + slots.length;
  if (insertPages(tx, { inode, index: slot, count: 1, content: CONTENT.zeros }) < 0) return -ENOMEM;
  if (!copyWhole(tx, inode, { slot, offset: 0, lengthBytes, done }, source)) {
    tx.emit({ kind: "cacheRemove", inode, index: slot, count: 1 });
    return -EFAULT;
  }
  const isPacket = (file.flags & OPEN.DIRECT) !== 0;
  tx.emitForeign({ kind: "pipeFill", inode, slot, end: lengthBytes, isPacket });
  return lengthBytes;
}

/** Where bytes go in a pipe. */
interface Place {
  readonly slot: number;
  /** The first byte, in the page. */
  readonly offset: number;
  readonly lengthBytes: number;
  /** Bytes of the source that come before. */
  readonly done: number;
}

/** Copies bytes into a page of a pipe; false when not all of them can be had. */
function copyWhole(tx: Transaction, inode: number, place: Place, source: Source): boolean {
  const { slot, offset, lengthBytes, done } = place;
  for (let copied = 0; copied < lengthBytes;) {
    const frame = tx.state.inode(inode).cachedFrame(slot);
    const now = source.copy(done + copied, lengthBytes - copied, frame, offset + copied);
    if (now === 0 && !source.prepare(done + copied, lengthBytes - copied)) return false;
    copied += now;
  }
  return true;
}

/** An end of a pipe is closed; with the last one the pipe goes, with what it holds. */
function releasePipe(tx: Transaction, file: OpenFile): void {
  const pipe = pipesOf(tx.state).get(file.inode);
  const readers = pipe.readers - (file.isReadable ? 1 : 0);
  const writers = pipe.writers - (file.isWritable ? 1 : 0);
  leavePipe(tx, file.inode, readers, writers);
}

/** Fewer have a pipe open than did. */
export function leavePipe(tx: Transaction, inode: number, readers: number, writers: number): void {
  const { tail, slots } = pipesOf(tx.state).get(inode);
  tx.emitForeign({ kind: "pipeOpen", inode, readers, writers });
  if (readers + writers === 0 && slots.length > 0) {
    tx.emit({ kind: "cacheRemove", inode, index: tail, count: slots.length });
  }
}

/** Whether a read of a pipe has to wait: it is empty, and somebody may still write. */
export function isReadWaiting(state: State, { inode }: OpenFile): boolean {
  const { slots, writers } = pipesOf(state).get(inode);
  return slots.length === 0 && writers > 0;
}

/** Whether a write to a pipe that waits has to go on waiting: every slot is taken, and somebody may still read. */
export function isWriteWaiting(state: State, { inode }: OpenFile): boolean {
  const { slots, readers } = pipesOf(state).get(inode);
  return slots.length === PIPE_SLOTS && readers > 0;
}

function mustWait(tx: Transaction, file: OpenFile, wanted: Wait): number {
  if ((file.flags & OPEN.NONBLOCK) !== 0) return -EAGAIN;
  tx.wait(wanted);
  return BLOCKED;
}
