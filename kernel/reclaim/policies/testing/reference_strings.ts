/**
 * Reference strings for tests: those of the textbooks, and random ones with some locality.
 */

import { Random } from "../../../testing/random.ts";

/** Silberschatz, Galvin and Gagne: 15 faults for fifo with 3 frames, 12 for lru, 9 for opt. */
export const TEXTBOOK_STRING: readonly number[] = [
  ...[7, 0, 1, 2, 0, 3, 0, 4, 2, 3],
  ...[0, 3, 2, 1, 2, 0, 1, 7, 0, 1],
];

/** Belady's anomaly: fifo takes 9 faults with 3 frames and 10 with 4. */
export const ANOMALY_STRING: readonly number[] = [1, 2, 3, 4, 1, 2, 5, 1, 2, 3, 4, 5];

/** A random string: mostly near the page before, at times anywhere, at times a page again that was used lately. */
export function randomString(
  random: Random,
  { length, pageCount }: { length: number; pageCount: number },
): number[] {
  const pages: number[] = [];
  for (let page = 0; pages.length < length; pages.push(page)) {
    if (random.chance(1, 3)) page = random.below(pageCount);
    else if (random.chance(1, 2) && pages.length > 0) {
      page = pages[Math.max(0, pages.length - random.between(1, 8))];
    } else page = (page + 1) % pageCount;
  }
  return pages;
}

/** As many random strings as wanted, each with a number of frames to run it in. */
export function* randomRuns(seed: number, count: number): Generator<{ pages: number[]; frameCount: number }> {
  const random = new Random(seed);
  for (let run = 0; run < count; run++) {
    const pageCount = random.between(1, 24);
    yield {
      pages: randomString(random, { length: random.between(1, 200), pageCount }),
      frameCount: random.between(1, 12),
    };
  }
}
