/**
 * The small words of diagrams: numbers, sizes, ranges and names, written one way everywhere.
 */

import { inodeName, vmaName } from "@palimpsest/fs";
import { addressOf, hex, PAGE_SIZE, type Space, type State, type Vma } from "@palimpsest/kernel";

/** A count with its noun: "1 page", "12 pages". */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"];

/** A size in the unit that leaves one to three digits before the point: "132 KiB", "1.9 MiB". */
export function sizeWords(lengthBytes: number): string {
  let size = lengthBytes;
  let unit = 0;
  for (; size >= 1024 && unit < UNITS.length - 1; unit++) size /= 1024;
  const digits = size >= 10 || Number.isInteger(size) ? Math.round(size) : size.toFixed(1);
  return `${digits} ${UNITS[unit]}`;
}

/** Numbers from first on: "7", or "7 … 9". */
export function rangeWords(first: number, count: number): string {
  return count === 1 ? `${first}` : `${first} … ${first + count - 1}`;
}

/** The address of a page. */
export function pageWords(page: number): string {
  return hex(addressOf(page));
}

/** The place of pages in a file: "0x1000", or "0x1000 … 0x3fff". */
export function offsetWords(index: number, count: number): string {
  const first = index * PAGE_SIZE;
  return `${hex(first)} … ${hex(first + count * PAGE_SIZE - 1)}`;
}

/** What a mapping is called in a diagram; memory without a name is "anonymous". */
export function mappingName(state: State, space: Space, vma: Vma): string {
  return shortPath(vmaName(state, space, vma)) || "anonymous";
}

/** The last part of the path of the file behind a mapping; its special name where it has one. */
export function backingName(state: State, vma: Vma): string {
  return vma.name === "" ? shortPath(inodeName(state.inode(vma.inode))) : vma.name;
}

function shortPath(path: string): string {
  return path.startsWith("/") && !path.startsWith("/dev/") ? path.slice(path.lastIndexOf("/") + 1) : path;
}
