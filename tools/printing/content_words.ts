/** The bytes of a page in a few words: what they all are, or how they begin. A byte that is not known is ??. */

import { type Content, readByte, UNKNOWN } from "@palimpsest/kernel";

/** How many bytes are shown of a page that is not all one value. */
const BYTES_SHOWN = 8;

/** A page's content: "zeros", "unknown", "all 77", or "48 65 6c ?? …". */
export function contentWords(content: Content): string {
  if (content === 0) return "zeros";
  if (content === UNKNOWN) return "unknown";
  if (typeof content === "number") return `all ${byteWords(content)}`;
  const shown = Array.from({ length: BYTES_SHOWN }, (_, offset) => byteWords(readByte(content, offset)));
  return `${shown.join(" ")} …`;
}

/** A byte in two hexadecimal digits, ?? when it is not known. */
export function byteWords(byte: number): string {
  return byte === UNKNOWN ? "??" : byte.toString(16).padStart(2, "0");
}
