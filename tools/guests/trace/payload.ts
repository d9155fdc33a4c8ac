/**
 * What a block's user does with it: writes to both ends and to every page, and finds them as they were.
 *
 *      8 bytes and more   │mark│ …… │ 1 byte a page │ …… │mark│
 *      fewer              │mark, again and again│
 *
 *   PL1  What is written is of the block's mark, so that bytes of another block are told apart.
 *   PL2  No mark is 0, and none has the low byte 0: what was never written is told apart too.
 *   PL3  A block that is resized keeps its first bytes; the rest is written anew.
 */

import type { UserSpace } from "@palimpsest/libc";

const PAGE_BYTES = 4096;
const WORD_BYTES = 4;
const SMALL_BYTES = 8;

/** The word that is written into block `id`. */
export function markOf(id: number): number {
  const mixed = Math.imul(id ^ (id >>> 16), 0x45d9f3b);
  return ((mixed ^ (mixed >>> 15)) | 0x01) >>> 0;
}

/** Writes the ends of a block, and a byte into each page that starts behind its first `touched` bytes. */
export function writePayload(
  space: UserSpace,
  address: number,
  sizeBytes: number,
  mark: number,
  touched: number,
): void {
  if (sizeBytes < SMALL_BYTES) {
    for (let byte = 0; byte < sizeBytes; byte++) space.store8(address + byte, byteOf(mark, byte));
    return;
  }
  space.store32(address, mark);
  const firstPage = Math.floor((address + touched) / PAGE_BYTES) + 1;
  for (let at = firstPage * PAGE_BYTES; at < address + sizeBytes; at += PAGE_BYTES) space.store8(at, mark);
  space.store32(address + sizeBytes - WORD_BYTES, mark);
}

/** Writes a zero into every page of a block, so that looking at them takes no faults of its own. */
export function touchPages(space: UserSpace, address: number, sizeBytes: number): void {
  for (let at = address; at < address + sizeBytes; at = (Math.floor(at / PAGE_BYTES) + 1) * PAGE_BYTES) {
    space.store8(at, 0);
  }
}

/** Whether both ends of a block are as they were written. */
export function isPayloadIntact(space: UserSpace, address: number, sizeBytes: number, mark: number): boolean {
  if (sizeBytes >= SMALL_BYTES) {
    return space.load32(address) === mark && space.load32(address + sizeBytes - WORD_BYTES) === mark;
  }
  return areBytesIntact(space, address, sizeBytes, mark);
}

/** Whether the first bytes of a block that was resized, and had and has so many bytes, are as they were written. */
export function isHeadIntact(space: UserSpace, address: number, sizeBytes: number, mark: number): boolean {
  return areBytesIntact(space, address, Math.min(sizeBytes, WORD_BYTES), mark);
}

function areBytesIntact(space: UserSpace, address: number, count: number, mark: number): boolean {
  for (let byte = 0; byte < count; byte++) {
    if (space.load8(address + byte) !== byteOf(mark, byte)) return false;
  }
  return true;
}

function byteOf(mark: number, index: number): number {
  return mark >>> 8 * (index % WORD_BYTES) & 0xff;
}
