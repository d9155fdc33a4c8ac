/**
 * Paths as texts: how long they may be (fs/namei.c: getname_flags; NAME_MAX and PATH_MAX of limits.h).
 */

import { ENAMETOOLONG, ENOENT } from "@palimpsest/kernel";

/** Bytes of a path with its final zero (PATH_MAX). */
const PATH_BYTES_LIMIT = 4096;
/** Bytes of one component (NAME_MAX). */
export const NAME_BYTES_LIMIT = 255;
/** The most bytes that one character of a string takes. */
const CHARACTER_BYTES = 3;

/** Bytes of a text in UTF-8. */
export function textBytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Why a path cannot be looked up, whatever exists: -ENOENT (empty), -ENAMETOOLONG, or 0. */
export function pathProblem(path: string): number {
  if (path === "") return -ENOENT;
  return isLongerThan(path, PATH_BYTES_LIMIT - 1) ? -ENAMETOOLONG : 0;
}

/** Whether a component is longer than any name. */
export function isTooLongName(name: string): boolean {
  return isLongerThan(name, NAME_BYTES_LIMIT);
}

function isLongerThan(text: string, limitBytes: number): boolean {
  return text.length * CHARACTER_BYTES > limitBytes && textBytes(text) > limitBytes;
}
