/**
 * How single values are shown: the formatting functions a print hint of a field stands for.
 *
 * strace(1) is followed where it has a way: addresses in hex with NULL for 0, flags by name joined with `|`
 * and what has no name as hex, bytes as a C string with octal escapes, cut at 32 with `...` after it.
 */

/** Shows a number of a field. */
export type Formatter = (value: number) => string;

/** How many bytes or items are shown of a long value. */
export const SHOWN_ITEM_COUNT = 32;

/** 255 → `0xff`, -1 → `-0x1`. */
export function formatHex(value: number): string {
  return value < 0 ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

/** An address: hex, `NULL` for 0. */
export function formatAddress(address: number): string {
  return address === 0 ? "NULL" : formatHex(address);
}

/** The address at which page number `page` begins, exact for any page number. */
export function formatPage(page: number): string {
  return page === 0 ? "0x0" : `${formatHex(page)}000`;
}

/** A mode: 420 → `0644`. */
export function formatOctal(value: number): string {
  return value === 0 ? "0" : `0${value.toString(8)}`;
}

/** A count of pages: `1 page`, `2 pages`. */
export function formatPageCount(count: number): string {
  return count === 1 ? "1 page" : `${count} pages`;
}

/** A size in bytes in the greatest unit that divides it: 135168 → `132 KiB`, 1000 → `1000`. */
export function formatSize(lengthBytes: number): string {
  const units = ["KiB", "MiB", "GiB", "TiB"];
  let count = lengthBytes;
  let unit = "";
  for (let next = 0; next < units.length && count !== 0 && count % 1024 === 0; next++) {
    count /= 1024;
    unit = ` ${units[next]}`;
  }
  return `${count}${unit}`;
}

/** The name of a flag or of one value of a field of several bits. */
export interface FlagName {
  /** The bits that are set, below 2^32. */
  readonly value: number;
  /** What they are called. */
  readonly name: string;
  /**
   * The bits compared with `value`, below 2^32; default: the bits of `value`. Value 0 without mask names "no
   * bit at all".
   */
  readonly mask?: number;
}

/**
 * A formatter of flags: `PROT_READ|PROT_WRITE`, `MAP_PRIVATE|0x80000`, `0`. Names are tried and shown in the
 * order given, and each bit is named once: put a name that comprises another before it.
 */
export function flagFormatter(names: readonly FlagName[]): Formatter {
  return (value) => {
    const parts: string[] = [];
    let named = 0;
    let rest = value;
    for (const { value: bits, name, mask = bits } of names) {
      if (mask === 0 && value === 0) return name;
      if (mask === 0 || (named & mask) !== 0 || ((value & mask) >>> 0) !== bits) continue;
      parts.push(name);
      named |= mask;
      rest -= bits;
    }
    if (rest !== 0) parts.push(formatHex(rest));
    return parts.join("|") || "0";
  };
}

/** Bytes as a C string, at most {@link SHOWN_ITEM_COUNT} of them: `"ab\n\0"`, `"ab"...`. */
export function formatBytes(bytes: Uint8Array): string {
  const shown = bytes.subarray(0, SHOWN_ITEM_COUNT);
  let body = "";
  for (let index = 0; index < shown.length; index++) body += formatByte(shown[index], shown[index + 1]);
  return `"${body}"${shown.length < bytes.length ? "..." : ""}`;
}

const ESCAPES: Readonly<Record<number, string>> = { 9: "\\t", 10: "\\n", 13: "\\r", 34: '\\"', 92: "\\\\" };

function formatByte(byte: number, next: number | undefined): string {
  if (ESCAPES[byte] !== undefined) return ESCAPES[byte];
  if (byte >= 32 && byte < 127) return String.fromCharCode(byte);
  const digitFollows = next !== undefined && next >= 48 && next <= 55;
  return `\\${digitFollows ? byte.toString(8).padStart(3, "0") : byte.toString(8)}`;
}

/**
 * The formatters of the usual print hints. A caller adds its own: `{ ...usualHints, prot: flagFormatter(…)
 * }`.
 */
export const usualHints: Readonly<Record<string, Formatter>> = {
  address: formatAddress,
  hex: formatHex,
  octal: formatOctal,
  page: formatPage,
  pages: formatPageCount,
  result: String,
  addressResult: formatHex,
  size: formatSize,
};
