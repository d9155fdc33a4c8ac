/** Tests of not recently used. */
import { assert, assertEquals } from "@std/assert";
import { Random } from "../../testing/random.ts";
import { NotRecentlyUsed } from "./nru.ts";
import { ReferenceRun } from "./testing/reference_run.ts";
import { randomRuns } from "./testing/reference_strings.ts";

Deno.test("nru prefers clean pages to changed ones", () => {
  const run = new ReferenceRun(new NotRecentlyUsed({ frameCount: 2 }), 2);
  run.reference(1, true);
  run.reference(2);
  run.reference(3);
  assertEquals(run.victims, [2]);
});

Deno.test("nru takes a page of the lowest class, with bits cleared every round", () => {
  const random = new Random(9);
  for (const { pages, frameCount } of randomRuns(5, 200)) {
    const run = new ReferenceRun(new NotRecentlyUsed({ frameCount }), frameCount);
    const classes = new Map<number, number>();
    pages.forEach((page, number) => {
      const before = run.victims.length;
      const isWrite = random.chance(1, 3);
      const lowest = Math.min(...classes.values());
      run.reference(page, isWrite);
      if (run.victims.length > before) {
        const victim = run.victims.at(-1)!;
        assert(classes.get(victim) === lowest);
        classes.delete(victim);
      }
      if (number > 0 && number % frameCount === 0) {
        classes.forEach((bits, held) => classes.set(held, bits & 1));
      }
      classes.set(page, (classes.get(page) ?? 0) | 2 | (isWrite ? 1 : 0));
    });
  }
});
