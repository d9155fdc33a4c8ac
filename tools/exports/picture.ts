/**
 * Pictures as files: PPM, which needs no compression, and PNG (RFC 2083), which every viewer shows.
 *
 *     PNG   signature · IHDR · IDAT (zlib) · IEND         a chunk: length, name, bytes, CRC-32 of name and bytes
 *     PPM   "P6\n320 240\n255\n" · red green blue of every pixel, row by row
 */

import { crc32 } from "@palimpsest/kernel";

/** A picture without transparency. */
export interface Picture {
  readonly widthPixels: number;
  readonly heightPixels: number;
  /** Red, green and blue of every pixel, row by row from the top. */
  readonly colors: Uint8Array;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const COLOR_BYTES = 3;
const BITS_PER_COLOR = 8;
/** PNG's color type of red, green and blue. */
const TRUE_COLOR = 2;

/** A picture as a PPM file (ppm(5), "raw"). */
export function encodePpm({ widthPixels, heightPixels, colors }: Picture): Uint8Array {
  return joined([new TextEncoder().encode(`P6\n${widthPixels} ${heightPixels}\n255\n`), colors]);
}

/** A picture as a PNG file. */
export async function encodePng({ widthPixels, heightPixels, colors }: Picture): Promise<Uint8Array> {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, widthPixels);
  header.setUint32(4, heightPixels);
  header.setUint8(8, BITS_PER_COLOR);
  header.setUint8(9, TRUE_COLOR);
  const rows = filteredRows(widthPixels * COLOR_BYTES, heightPixels, colors);
  return joined([
    SIGNATURE,
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("IDAT", await deflated(rows)),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

/** Each row behind a byte that names its filter: none. */
function filteredRows(rowBytes: number, rowCount: number, colors: Uint8Array): Uint8Array<ArrayBuffer> {
  const rows = new Uint8Array((rowBytes + 1) * rowCount);
  for (let row = 0; row < rowCount; row++) {
    rows.set(colors.subarray(row * rowBytes, (row + 1) * rowBytes), row * (rowBytes + 1) + 1);
  }
  return rows;
}

async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function chunk(name: string, bytes: Uint8Array): Uint8Array {
  const named = joined([new TextEncoder().encode(name), bytes]);
  const frame = new DataView(new ArrayBuffer(8));
  frame.setUint32(0, bytes.length);
  frame.setUint32(4, crc32(named));
  return joined([new Uint8Array(frame.buffer, 0, 4), named, new Uint8Array(frame.buffer, 4, 4)]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
