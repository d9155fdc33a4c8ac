/**
 * The hash by which a recording remembers a VMA list after every memory call: FNV-1a-64 over one line a VMA,
 *
 *     555555554000-555555556000 r--p 0 /usr/bin/cat        start-end perms offset name, in hexadecimal without zeros
 */

import { addressOf, type Space, type State } from "@palimpsest/kernel";
import { type MapsLine, mapsLines } from "@palimpsest/fs";
import { fnv1a64 } from "../script/runs_text.ts";

/** The text of a VMA list that is hashed. */
export function mapsHashText(state: State, space: Space): string {
  return mapsLines(state, space).map(lineOf).join("");
}

/** The hash of an address space's VMA list. */
export function mapsHash(state: State, space: Space): string {
  return hashOfText(mapsHashText(state, space));
}

/** The hash of a list's text. */
export function hashOfText(text: string): string {
  return fnv1a64(new TextEncoder().encode(text));
}

function lineOf({ vma, permissions, offsetBytes, name }: MapsLine): string {
  const [start, end, offset] = [addressOf(vma.startPage), addressOf(vma.endPage), offsetBytes].map((value) =>
    value.toString(16)
  );
  return `${start}-${end} ${permissions} ${offset} ${name}\n`;
}
