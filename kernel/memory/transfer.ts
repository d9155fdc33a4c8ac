/**
 * Where the bytes of a read go and where those of a write come from: user memory, or a buffer outside the modelled
 * memory (a script's own, a recording's).
 *
 *   TR1  A transfer goes part by part in ascending order; it ends where user memory cannot be accessed.
 *   TR2  A write from outside carries its bytes in the call's arguments; without them they are unknown.
 */

import { offsetInPage, PAGE_SIZE, pageOf } from "../address.ts";
import { isPermitted } from "../mmu.ts";
import type { Transaction } from "../transaction.ts";
import { copyFromUser, type CopyPart, copyToUser } from "./user_copy.ts";

/**
 * Takes `lengthBytes` bytes that follow the `done` before them; `produce` puts each part into the frame it is given.
 * Returns how many were taken.
 */
export type Sink = (done: number, lengthBytes: number, produce: CopyPart) => number;

/** Where the bytes of a source go. */
export interface Target {
  readonly frame: number;
  readonly offset: number;
  /** Called with the bytes put there so far when the next ones will fault: the file grows before that. */
  beforeFault?(done: number): void;
}

/** Puts `lengthBytes` bytes that follow the `done` before them into a frame. Returns how many there were. */
export type Source = (done: number, lengthBytes: number, target: Target) => number;

/** User memory from `address` on, as a sink. */
export function userSink(tx: Transaction, address: number): Sink {
  return (done, lengthBytes, produce) => copyToUser(tx, address + done, lengthBytes, produce);
}

/** A buffer outside, which takes everything. */
export const outsideSink: Sink = (_done, lengthBytes) => lengthBytes;

/** User memory from `address` on, as a source. */
export function userSource(tx: Transaction, address: number): Source {
  return (done, lengthBytes, { frame, offset, beforeFault }) => {
    let copied = 0;
    while (copied < lengthBytes) {
      const at = address + done + copied;
      const partBytes = Math.min(PAGE_SIZE - offsetInPage(at), lengthBytes - copied);
      if (!isReadable(tx, at)) beforeFault?.(copied);
      const into = offset + copied;
      const part = copyFromUser(tx, at, partBytes, (source, sourceOffset) => {
        tx.emit({ kind: "bytesCopy", source, sourceOffset, frame, offset: into, lengthBytes: partBytes });
      });
      if (part === 0) return copied;
      copied += part;
    }
    return copied;
  };
}

function isReadable(tx: Transaction, address: number): boolean {
  return isPermitted(tx.state, tx.process.space, pageOf(address), { kernel: true });
}

/** A buffer outside: its bytes, or unknown ones when there are none. */
export function outsideSource(tx: Transaction, bytes: Uint8Array): Source {
  return (done, lengthBytes, { frame, offset }) => {
    if (bytes.length === 0) tx.emit({ kind: "bytesFill", frame, offset, lengthBytes, value: -1 });
    else tx.emit({ kind: "bytesWrite", frame, offset, bytes: bytes.slice(done, done + lengthBytes) });
    return lengthBytes;
  };
}

/** What a sink gets from a cached page: its bytes from `sourceOffset` on. */
export function fromFrame(tx: Transaction, source: number, sourceOffset: number): CopyPart {
  return (frame, offset, done, lengthBytes) => {
    tx.emit({
      kind: "bytesCopy",
      source,
      sourceOffset: sourceOffset + done,
      frame,
      offset,
      lengthBytes,
    });
  };
}

/** What a sink gets where every byte is the same: 0 in a hole, -1 where nothing is known. */
export function fromValue(tx: Transaction, value: number): CopyPart {
  return (frame, offset, _done, lengthBytes) => {
    tx.emit({ kind: "bytesFill", frame, offset, lengthBytes, value });
  };
}
