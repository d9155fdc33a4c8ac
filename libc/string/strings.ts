/**
 * string.h: bytes and zero-terminated strings in memory.
 *
 * Strings are UTF-8. What reads a string reads it in parts that do not cross a page's end, so that it touches no page
 * behind the terminating zero.
 */

import { offsetInPage, PAGE_SIZE } from "@palimpsest/kernel";
import { Loads } from "../calls/loads.ts";

const PART_BYTES = 64;

/** Bytes and strings. */
export class Strings extends Loads {
  /** memset(3): stores the low 8 bits of `value` into each of `lengthBytes` bytes; `address`. */
  memset(address: number, value: number, lengthBytes: number): number {
    this.space.fill(address, lengthBytes, value);
    return address;
  }

  /** memcpy(3): copies `lengthBytes` bytes; the two must not overlap. `to`. */
  memcpy(to: number, from: number, lengthBytes: number): number {
    this.space.copy(to, from, lengthBytes);
    return to;
  }

  /** memmove(3): copies `lengthBytes` bytes; the two may overlap. `to`. */
  memmove(to: number, from: number, lengthBytes: number): number {
    this.space.copy(to, from, lengthBytes);
    return to;
  }

  /** memcmp(3): < 0, 0 or > 0 as the first differing byte is less, none differs, or is greater. */
  memcmp(left: number, right: number, lengthBytes: number): number {
    const first = this.space.loadBytes(left, lengthBytes);
    const second = this.space.loadBytes(right, lengthBytes);
    const at = first.findIndex((byte, index) => byte !== second[index]);
    return at < 0 ? 0 : first[at] - second[at];
  }

  /** strlen(3): bytes before the terminating zero. */
  strlen(string: number): number {
    return this.stringBytes(string).length;
  }

  /** strcpy(3): copies a string with its terminating zero; `to`. */
  strcpy(to: number, from: number): number {
    const bytes = this.stringBytes(from);
    const terminated = new Uint8Array(bytes.length + 1);
    terminated.set(bytes);
    this.space.storeBytes(to, terminated);
    return to;
  }

  /** strcmp(3): < 0, 0 or > 0. */
  strcmp(left: number, right: number): number {
    const first = this.stringBytes(left);
    const second = this.stringBytes(right);
    const shorter = Math.min(first.length, second.length);
    for (let index = 0; index < shorter; index++) {
      if (first[index] !== second[index]) return first[index] - second[index];
    }
    return first.length - second.length;
  }

  /** The string at an address, as text. */
  loadString(address: number): string {
    return new TextDecoder().decode(this.stringBytes(address));
  }

  /** Stores a text with a terminating zero, as `strcpy(address, "…")` does; `address`. */
  storeString(address: number, text: string): number {
    this.space.storeBytes(address, new TextEncoder().encode(text + "\0"));
    return address;
  }

  /** The bytes of a string before its zero. */
  private stringBytes(address: number): Uint8Array {
    const parts: number[] = [];
    for (;;) {
      const at = address + parts.length;
      const bytes = this.space.loadBytes(at, Math.min(PART_BYTES, PAGE_SIZE - offsetInPage(at)));
      const end = bytes.indexOf(0);
      parts.push(...(end < 0 ? bytes : bytes.subarray(0, end)));
      if (end >= 0) return Uint8Array.from(parts);
    }
  }
}
