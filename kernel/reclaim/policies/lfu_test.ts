/** Tests of least frequently used. */
import { assertEquals } from "@std/assert";
import { LeastFrequentlyUsed } from "./lfu.ts";
import { victimsOf } from "./testing/reference_run.ts";
import { randomRuns } from "./testing/reference_strings.ts";

function naiveVictims(frameCount: number, pages: readonly number[]): number[] {
  const held = new Map<number, { uses: number; lastUse: number }>();
  const victims: number[] = [];
  pages.forEach((page, time) => {
    const place = held.get(page);
    if (place === undefined && held.size === frameCount) {
      const [[victim]] = [...held].sort(([, a], [, b]) => a.uses - b.uses || a.lastUse - b.lastUse);
      victims.push(victim);
      held.delete(victim);
    }
    held.set(page, { uses: (place?.uses ?? 0) + 1, lastUse: time });
  });
  return victims;
}

Deno.test("lfu evicts as counting by hand does", () => {
  for (const { pages, frameCount } of randomRuns(7, 200)) {
    const policy = new LeastFrequentlyUsed({ frameCount });
    assertEquals(victimsOf(policy, frameCount, pages), naiveVictims(frameCount, pages));
  }
});

Deno.test("lfu keeps a page that was popular once", () => {
  const pages = [1, 1, 1, 1, 2, 3, 4, 5, 6];
  assertEquals(victimsOf(new LeastFrequentlyUsed({ frameCount: 2 }), 2, pages), [2, 3, 4, 5]);
});
