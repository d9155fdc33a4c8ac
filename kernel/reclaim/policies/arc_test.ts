/** Tests of ARC. */
import { assertEquals } from "@std/assert";
import { AdaptiveReplacementCache } from "./arc.ts";
import { ReferenceRun, victimsOf } from "./testing/reference_run.ts";
import { randomRuns } from "./testing/reference_strings.ts";

/** The algorithm as the paper's figure 4 gives it, over arrays; the least recent stands first. */
function naiveVictims(c: number, pages: readonly number[]): number[] {
  let [t1, t2, b1, b2]: number[][] = [[], [], [], []];
  const victims: number[] = [];
  let p = 0;
  const without = (list: number[], page: number) => list.filter((other) => other !== page);
  const replace = (page: number) => {
    if (t1.length > 0 && (t1.length > p || b2.includes(page) && t1.length === p)) {
      victims.push(t1[0]);
      b1.push(t1.shift()!);
    } else {
      victims.push(t2[0]);
      b2.push(t2.shift()!);
    }
  };
  const makeRoom = (page: number) => {
    if (t1.length + b1.length === c) {
      if (t1.length < c) {
        b1.shift();
        replace(page);
      } else victims.push(t1.shift()!);
    } else if (t1.length + t2.length + b1.length + b2.length >= c) {
      if (t1.length + t2.length + b1.length + b2.length === 2 * c) b2.shift();
      replace(page);
    }
  };
  for (const page of pages) {
    if (t1.includes(page) || t2.includes(page)) {
      t1 = without(t1, page);
      t2 = [...without(t2, page), page];
    } else if (b1.includes(page)) {
      p = Math.min(c, p + Math.max(1, b2.length / b1.length));
      replace(page);
      b1 = without(b1, page);
      t2.push(page);
    } else if (b2.includes(page)) {
      p = Math.max(0, p - Math.max(1, b1.length / b2.length));
      replace(page);
      b2 = without(b2, page);
      t2.push(page);
    } else {
      makeRoom(page);
      t1.push(page);
    }
  }
  return victims;
}

Deno.test("arc evicts as the paper's algorithm over arrays does", () => {
  for (const { pages, frameCount } of randomRuns(12, 600)) {
    const policy = new AdaptiveReplacementCache({ frameCount });
    assertEquals(victimsOf(policy, frameCount, pages), naiveVictims(frameCount, pages));
  }
});

Deno.test("arc keeps its bounds when pages are removed and come back", () => {
  const run = new ReferenceRun(new AdaptiveReplacementCache({ frameCount: 3 }), 3);
  for (let round = 0; round < 50; round++) {
    for (let page = 0; page < 7; page++) run.reference((page * round) % 11);
    run.remove(run.pages[0]);
    run.reference(round % 5);
  }
  assertEquals(run.pages.length, 3);
});
