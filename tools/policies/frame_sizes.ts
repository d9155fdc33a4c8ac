/**
 * Sizes of memory, as people write them: `3,4,8`, with ranges `2-6`.
 */

import { UserError } from "../command_line/failure.ts";

/** The largest memory that is simulated, in frames. */
const MOST_FRAMES = 2 ** 24;
/** The most sizes that one run takes. */
const MOST_SIZES = 1000;

/** The sizes in a text, in its order. @throws {UserError} It names none, or one that is no size. */
export function parseFrameSizes(text: string): number[] {
  const sizes = text.split(",").flatMap((part) => {
    const [, first, last = first] = /^\s*(\d{1,9})(?:-(\d{1,9}))?\s*$/.exec(part) ?? [];
    const [low, high] = [Number(first), Number(last)];
    if (!(low >= 1 && high >= low && high <= MOST_FRAMES)) refuse(part);
    if (high - low >= MOST_SIZES) tooMany();
    return Array.from({ length: high - low + 1 }, (_, step) => low + step);
  });
  if (sizes.length > MOST_SIZES) tooMany();
  return sizes;
}

function refuse(part: string): never {
  throw new UserError(
    `'${part.trim()}' in --frames is no number of frames from 1 to ${MOST_FRAMES}; ` +
      "write sizes with commas between them (3,4,8), and ranges as 2-6.",
  );
}

function tooMany(): never {
  throw new UserError(`--frames names more than ${MOST_SIZES} sizes; name fewer.`);
}

/** Sizes when none are named: powers of two, up to the first that holds all pages. */
export function usualFrameSizes(pageCount: number): number[] {
  const sizes = [2];
  while (sizes[sizes.length - 1] < pageCount) sizes.push(2 * sizes[sizes.length - 1]);
  return sizes;
}
