/**
 * Structures in user memory: read and written whole.
 */

import { readInto } from "../state/content.ts";
import type { Transaction } from "../transaction.ts";
import { copyFromUser, copyToUser, isUserRange } from "./user_copy.ts";

/** The bytes at `address`, unknown ones as 0; undefined where they cannot be read (EFAULT). */
export function readUserBytes(tx: Transaction, address: number, lengthBytes: number): Uint8Array | undefined {
  if (!isUserRange(address, lengthBytes)) return undefined;
  const bytes = new Uint8Array(lengthBytes);
  const copied = copyFromUser(tx, address, lengthBytes, (frame, offset, done, partBytes) => {
    readInto(tx.state.content(frame), offset, bytes, done, partBytes);
  });
  return copied === lengthBytes ? bytes : undefined;
}

/** Writes bytes at `address`; false where they cannot be written (EFAULT). */
export function writeUserBytes(tx: Transaction, address: number, bytes: Uint8Array): boolean {
  if (!isUserRange(address, bytes.length)) return false;
  const copied = copyToUser(tx, address, bytes.length, (frame, offset, done, partBytes) => {
    tx.emit({ kind: "bytesWrite", frame, offset, bytes: bytes.slice(done, done + partBytes) });
  });
  return copied === bytes.length;
}
