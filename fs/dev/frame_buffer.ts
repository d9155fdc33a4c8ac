/**
 * fb0: a picture in the memory of a device, read and written as a file or drawn on through a mapping
 * (drivers/video/fbdev/core: fb_io_read, fb_io_write, vm_iomap_memory).
 *
 *      320 × 240 pixels, row by row from the top          pixel (x, y) lies at (y × 320 + x) × 4
 *      pixel   | blue | green | red | not shown |         32 bits, little endian: 0x00RRGGBB
 *
 *   FB1  Its 75 pages are memory of the device: taken when the device is first used, never given back, reclaimed or swapped
 *        out, and in no page cache (meminfo counts them as used and as nothing else).
 *   FB2  A mapping shows them at once, without faults (VM_IO, VM_PFNMAP, VM_DONTEXPAND, VM_DONTDUMP).
 */

import {
  CONTENT,
  EFAULT,
  EFBIG,
  EINVAL,
  ENOMEM,
  ENOSPC,
  fileBytes,
  type FileOperations,
  fromFrame,
  insertPages,
  offsetInPage,
  type OpenFile,
  PAGE_SIZE,
  pageOf,
  SEEK,
  type Sink,
  type Source,
  type State,
  type Transaction,
  VM,
  type WantedMapping,
} from "@palimpsest/kernel";

/** Pixels of a row. */
export const FRAME_BUFFER_WIDTH = 320;
/** Rows. */
export const FRAME_BUFFER_HEIGHT = 240;
/** Bytes of a pixel. */
const PIXEL_BYTES = 4;
/** Bytes of the picture: 75 pages. */
export const FRAME_BUFFER_BYTES: number = FRAME_BUFFER_WIDTH * FRAME_BUFFER_HEIGHT * PIXEL_BYTES;
const PAGE_COUNT = FRAME_BUFFER_BYTES / PAGE_SIZE;
const DEVICE_FLAGS = VM.IO | VM.PFNMAP | VM.DONTEXPAND | VM.DONTDUMP;

/** /dev/fb0. */
export const frameBuffer: FileOperations = {
  read: readPixels,
  write: writePixels,
  seek: seekPixels,
  map: mapPixels,
};

/** Takes the device's memory when it is first used; false when there is not as much. */
function haveMemory(tx: Transaction, inode: number): boolean {
  if (tx.state.inode(inode).cachedPages === PAGE_COUNT) return true;
  if (!tx.reserve(PAGE_COUNT)) return false;
  tx.emit({ kind: "inodeSize", inode, sizeBytes: FRAME_BUFFER_BYTES });
  return insertPages(tx, { inode, index: 0, count: PAGE_COUNT, content: CONTENT.zeros }) >= 0;
}

function readPixels(
  tx: Transaction,
  file: OpenFile,
  lengthBytes: number,
  sink: Sink,
  given?: number,
): number {
  const position = given ?? file.position;
  const count = Math.min(lengthBytes, FRAME_BUFFER_BYTES - position);
  if (count <= 0) return 0;
  if (!haveMemory(tx, file.inode)) return -ENOMEM;
  const done = byPages(position, count, (at, partBytes, before) => {
    const frame = tx.state.inode(file.inode).cachedFrame(pageOf(at));
    return sink(before, partBytes, fromFrame(tx, frame, offsetInPage(at)));
  });
  return endTransfer(tx, file, position, done, given);
}

function writePixels(
  tx: Transaction,
  file: OpenFile,
  lengthBytes: number,
  source: Source,
  given?: number,
): number {
  const position = given ?? file.position;
  if (lengthBytes > FRAME_BUFFER_BYTES || position > FRAME_BUFFER_BYTES) return -EFBIG;
  const count = Math.min(lengthBytes, FRAME_BUFFER_BYTES - position);
  if (count === 0) return lengthBytes === 0 ? 0 : -ENOSPC;
  if (!haveMemory(tx, file.inode)) return -ENOMEM;
  const done = byPages(position, count, (at, partBytes, before) => {
    const frame = tx.state.inode(file.inode).cachedFrame(pageOf(at));
    const copied = source.copy(before, partBytes, frame, offsetInPage(at));
    if (copied > 0 || !source.prepare(before, partBytes)) return copied;
    return source.copy(before, partBytes, frame, offsetInPage(at));
  });
  return endTransfer(tx, file, position, done, given);
}

/** Goes through a range page by page, until a part is not moved whole; how much was. */
function byPages(
  position: number,
  lengthBytes: number,
  move: (at: number, partBytes: number, before: number) => number,
): number {
  let done = 0;
  while (done < lengthBytes) {
    const at = position + done;
    const partBytes = Math.min(PAGE_SIZE - offsetInPage(at), lengthBytes - done);
    const moved = move(at, partBytes, done);
    done += moved;
    if (moved === 0) break;
  }
  return done;
}

function endTransfer(tx: Transaction, file: OpenFile, from: number, done: number, given?: number): number {
  if (done === 0) return -EFAULT;
  if (given === undefined) tx.emit({ kind: "filePosition", file: file.id, position: from + done });
  return done;
}

/** A device has no end to seek from: SEEK_END is as SEEK_SET. */
function seekPixels(tx: Transaction, file: OpenFile, offset: number, whence: number): number {
  if (whence === SEEK.DATA || whence === SEEK.HOLE) return -EINVAL;
  const position = whence === SEEK.CUR ? file.position + offset : offset;
  if (position < 0) return -EINVAL;
  if (position !== file.position) tx.emit({ kind: "filePosition", file: file.id, position });
  return position;
}

function mapPixels(tx: Transaction, file: OpenFile, { flags, pageOffset, pageCount }: WantedMapping): number {
  if (pageOffset + pageCount > PAGE_COUNT) return -EINVAL;
  return haveMemory(tx, file.inode) ? flags | DEVICE_FLAGS : -ENOMEM;
}

/** The picture that a frame buffer shows: red, green and blue of every pixel, row by row. */
export function frameBufferColors(state: State, inode: number): Uint8Array {
  const { bytes } = fileBytes(state, inode, 0, FRAME_BUFFER_BYTES);
  const pixelCount = FRAME_BUFFER_WIDTH * FRAME_BUFFER_HEIGHT;
  const colors = new Uint8Array(pixelCount * 3);
  for (let pixel = 0; pixel * PIXEL_BYTES < bytes.length; pixel++) {
    colors[pixel * 3] = bytes[pixel * PIXEL_BYTES + 2];
    colors[pixel * 3 + 1] = bytes[pixel * PIXEL_BYTES + 1];
    colors[pixel * 3 + 2] = bytes[pixel * PIXEL_BYTES];
  }
  return colors;
}
