/**
 * Arrays of strings in user memory, as execve is given them (fs/exec.c: copy_strings).
 *
 *     address ──▶ | pointer | pointer | … | 0 |        each pointer ──▶ bytes, 0
 */

import { offsetInPage, PAGE_SIZE } from "../address.ts";
import { E2BIG, EFAULT } from "../errno.ts";
import { readUserBytes } from "../memory/user_bytes.ts";
import type { Transaction } from "../transaction.ts";

/** Bytes of one string with its zero (MAX_ARG_STRLEN), and how many strings an array may have. */
const STRING_BYTES_LIMIT = 32 * PAGE_SIZE;
const STRINGS_LIMIT = 0x10000;
const POINTER_BYTES = 8;

/** The strings of an array, none at address 0; or -EFAULT, -E2BIG. */
export function readStringArray(tx: Transaction, address: number): string[] | number {
  const strings: string[] = [];
  if (address === 0) return strings;
  for (;;) {
    const bytes = readUserBytes(tx, address + strings.length * POINTER_BYTES, POINTER_BYTES);
    if (bytes === undefined) return -EFAULT;
    const view = new DataView(bytes.buffer);
    const pointer = view.getInt32(4, true) * 2 ** 32 + view.getUint32(0, true);
    if (pointer === 0) return strings;
    if (strings.length === STRINGS_LIMIT) return -E2BIG;
    const string = readUserString(tx, pointer);
    if (typeof string === "number") return string;
    strings.push(string);
  }
}

/** The string at an address, up to its zero; or -EFAULT, -E2BIG. */
export function readUserString(tx: Transaction, address: number): string | number {
  const parts: number[] = [];
  while (parts.length < STRING_BYTES_LIMIT) {
    const at = address + parts.length;
    const bytes = readUserBytes(tx, at, PAGE_SIZE - offsetInPage(at));
    if (bytes === undefined) return -EFAULT;
    const end = bytes.indexOf(0);
    for (const byte of end < 0 ? bytes : bytes.subarray(0, end)) parts.push(byte);
    if (end >= 0) return new TextDecoder().decode(Uint8Array.from(parts));
  }
  return -E2BIG;
}
