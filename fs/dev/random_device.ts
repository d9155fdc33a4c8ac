/**
 * random and urandom, and getrandom(2): bytes that look random and follow from the machine's seed (drivers/char/random.c).
 *
 *      seed, number of the event, place in the answer ──▶ mix ──▶ byte
 *
 *   RA1  Nothing is kept: no two events have the same number. The same run gives the same bytes; what was given stands in the
 *        log.
 *   RA2  What is written to the device is read, and changes nothing.
 */

import { EFAULT, type FileOperations, type Sink, type Transaction } from "@palimpsest/kernel";

/** /dev/random and /dev/urandom. */
export const randomDevice: FileOperations = {
  read: (tx, _file, lengthBytes, sink) => giveRandomBytes(tx, lengthBytes, sink),
  write: (_tx, _file, lengthBytes, source) =>
    lengthBytes > 0 && !source.prepare(0, lengthBytes) ? -EFAULT : lengthBytes,
};

/** Hands out random bytes: how many, or -EFAULT when not even one could be. */
export function giveRandomBytes(tx: Transaction, lengthBytes: number, sink: Sink): number {
  const first = tx.state.eventCount;
  const { randomSeed } = tx.config;
  const count = sink(0, lengthBytes, (frame, offset, done, partBytes) => {
    tx.emit({ kind: "bytesWrite", frame, offset, bytes: randomBytes(randomSeed, first, done, partBytes) });
  });
  return count > 0 || lengthBytes === 0 ? count : -EFAULT;
}

/** Bytes `from` … of the answer that event `event` gives. */
export function randomBytes(seed: number, event: number, from: number, lengthBytes: number): Uint8Array {
  const bytes = new Uint8Array(lengthBytes);
  const key = mix(mix(seed ^ 0x5bf03635) + event);
  for (let index = 0; index < lengthBytes; index++) {
    const at = from + index;
    bytes[index] = mix(key + Math.imul((at >>> 2) + 1, 0x9e3779b9)) >>> (at % 4 * 8);
  }
  return bytes;
}

/** A bijection of 32-bit words in which every bit in touches every bit out (lowbias32). */
function mix(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x7feb352d);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x846ca68b);
  return mixed ^ (mixed >>> 16);
}
