/**
 * readv(fd, vector, count), writev(fd, vector, count): read into, or write from, several buffers in turn.    readv(2)
 *
 *     vector ──▶ | address | length | address | length | …      64 bits each, `count` pairs
 *
 *  Errors, first match wins (fs/read_write.c: do_readv, do_writev; lib/iov_iter.c: import_iovec):
 *    EBADF   fd is not open, or not for this
 *    EINVAL  more than 1024 buffers, or a negative length
 *    EFAULT  the vector cannot be read
 *    …       those of read and write, of the first buffer; a later one that fails ends the call with what was done
 */

import { EBADF, EFAULT, EINVAL } from "../errno.ts";
import { readUserBytes } from "../memory/user_bytes.ts";
import { fileAt } from "../process/descriptors.ts";
import type { Transaction } from "../transaction.ts";
import { defineCall } from "./call.ts";
import { decideRead, decideWrite } from "./file_transfer.ts";

const BUFFERS_LIMIT = 1024;
const PAIR_BYTES = 16;
const WORD_BYTES = 8;
const HIGH = 2 ** 32;

/** One buffer. */
interface Segment {
  readonly buffer: number;
  readonly lengthBytes: number;
}

/** readv(2). */
export const readv = defineCall("readv", {
  id: 65,
  doc: "Read from an open file into several buffers.",
  arguments: { fd: "fd", vector: "address", count: "decimal" },
  decide(tx, { fd, vector, count }) {
    if (fileAt(tx, fd)?.isReadable !== true) return -EBADF;
    return inTurn(tx, vector, count, (segment) => decideRead(tx, { fd, outside: 0, given: 0, ...segment }));
  },
});

/** writev(2). */
export const writev = defineCall("writev", {
  id: 66,
  doc: "Write to an open file from several buffers.",
  arguments: { fd: "fd", vector: "address", count: "decimal" },
  decide(tx, { fd, vector, count }) {
    if (fileAt(tx, fd)?.isWritable !== true) return -EBADF;
    const bytes = new Uint8Array(0);
    return inTurn(
      tx,
      vector,
      count,
      (segment) => decideWrite(tx, { fd, outside: 0, given: 0, bytes, ...segment }),
    );
  },
});

function inTurn(
  tx: Transaction,
  vector: number,
  count: number,
  transfer: (segment: Segment) => number,
): number {
  const segments = readVector(tx, vector, count);
  if (typeof segments === "number") return segments;
  let done = 0;
  for (const segment of segments) {
    if (segment.lengthBytes === 0) continue;
    const result = transfer(segment);
    if (result < 0) return done > 0 ? done : result;
    done += result;
    if (result < segment.lengthBytes) break;
  }
  return done;
}

function readVector(tx: Transaction, vector: number, count: number): Segment[] | number {
  if (count < 0 || count > BUFFERS_LIMIT) return -EINVAL;
  if (count === 0) return [];
  const bytes = readUserBytes(tx, vector, count * PAIR_BYTES);
  if (bytes === undefined) return -EFAULT;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const word = (offset: number) => view.getInt32(offset + 4, true) * HIGH + view.getUint32(offset, true);
  const segments = Array.from({ length: count }, (_, index) => ({
    buffer: word(index * PAIR_BYTES),
    lengthBytes: word(index * PAIR_BYTES + WORD_BYTES),
  }));
  return segments.some(({ lengthBytes }) => lengthBytes < 0) ? -EINVAL : segments;
}
