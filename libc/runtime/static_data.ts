/**
 * Static data of a program, declared by name: what a C compiler would put into .rodata, .data and .bss.
 *
 *     rodata: { greeting: text("hello") }   data: { counter: ints(42) }   bss: { table: zeros(4096) }
 */

/** One static object. */
export interface StaticDatum {
  /** What it holds at the start; undefined when it is all zero. */
  readonly bytes?: Uint8Array;
  /** How long it is. */
  readonly lengthBytes: number;
  /** Its address is a multiple of this. */
  readonly alignmentBytes: number;
}

/** Static objects by name. */
export type StaticData = Readonly<Record<string, StaticDatum>>;

const GREATEST_ALIGNMENT_BYTES = 32;

/** 32-bit integers: `int x = 42`, `int table[] = { 1, 2, 3 }`. */
export function ints(...values: readonly number[]): StaticDatum {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => view.setInt32(index * 4, value, true));
  return { bytes, lengthBytes: bytes.length, alignmentBytes: alignmentOf(bytes.length, 4) };
}

/** A string with its terminating zero: `char text[] = "…"`. */
export function text(string: string): StaticDatum {
  const bytes = new TextEncoder().encode(string + "\0");
  return { bytes, lengthBytes: bytes.length, alignmentBytes: alignmentOf(bytes.length, 1) };
}

/** Zeros: `char table[lengthBytes]`, aligned to `alignmentBytes`. */
export function zeros(
  lengthBytes: number,
  alignmentBytes: number = alignmentOf(lengthBytes, 1),
): StaticDatum {
  return { lengthBytes, alignmentBytes };
}

/** Compilers align arrays of 16 bytes and more, and of 32 and more, to that. */
function alignmentOf(lengthBytes: number, leastBytes: number): number {
  if (lengthBytes >= GREATEST_ALIGNMENT_BYTES) return GREATEST_ALIGNMENT_BYTES;
  return lengthBytes >= 16 ? 16 : leastBytes;
}
