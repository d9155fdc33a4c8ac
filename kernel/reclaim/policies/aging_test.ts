/** Tests of aging. */
import { assert, assertEquals } from "@std/assert";
import { Aging } from "./aging.ts";
import { ReferenceRun, victimsOf } from "./testing/reference_run.ts";
import { randomRuns } from "./testing/reference_strings.ts";

Deno.test("aging takes the page that was not used in the rounds since", () => {
  // Rounds of three references: page 2 is not used in the second.
  assertEquals(victimsOf(new Aging({ frameCount: 3 }), 3, [1, 2, 3, 1, 3, 1, 4]), [2]);
});

Deno.test("aging takes a page of lowest age, with all ages shifted every round", () => {
  for (const { pages, frameCount } of randomRuns(6, 200)) {
    const run = new ReferenceRun(new Aging({ frameCount }), frameCount);
    const ages = new Map<number, number>();
    pages.forEach((page, number) => {
      const before = run.victims.length;
      const lowest = Math.min(...ages.values());
      run.reference(page);
      if (run.victims.length > before) {
        const victim = run.victims.at(-1)!;
        assert(ages.get(victim) === lowest);
        ages.delete(victim);
      }
      if (number > 0 && number % frameCount === 0) ages.forEach((age, held) => ages.set(held, age >> 1));
      ages.set(page, (ages.get(page) ?? 0) | 256);
    });
  }
});

Deno.test("aging forgets what lies more than eight rounds back", () => {
  const run = new ReferenceRun(new Aging({ frameCount: 2, capacity: 1 }), 2);
  run.reference(1);
  for (let count = 0; count < 20; count++) run.reference(2);
  run.reference(3);
  assertEquals(run.victims, [1]);
});
