/** Tests of the active and the inactive list. */
import { assertEquals } from "@std/assert";
import { ReferenceRun, victimsOf } from "./testing/reference_run.ts";
import { TwoList } from "./two_list.ts";

const scan = Array.from({ length: 40 }, (_, number) => 100 + number);

Deno.test("two-list is fifo for pages that are used once", () => {
  assertEquals(victimsOf(new TwoList({ frameCount: 4 }), 4, scan), scan.slice(0, 36));
});

Deno.test("two-list activates a page that is used again after it was spared, and keeps it through a scan", () => {
  const run = new ReferenceRun(new TwoList({ frameCount: 4 }), 4);
  for (const page of [1, 2, 3, 4, 5]) run.reference(page);
  assertEquals(run.victims, [1]);
  for (let round = 0; round < 3; round++) {
    run.reference(3);
    run.reference(200 + round);
  }
  for (const page of scan.slice(0, 6)) run.reference(page);
  assertEquals(run.pages.includes(3), true);
});

Deno.test("two-list activates at once what comes back soon enough", () => {
  const run = new ReferenceRun(new TwoList({ frameCount: 6 }), 6);
  const again = () => [1, 2].forEach((page) => run.reference(page));
  for (let round = 0; round < 6; round++) {
    again();
    for (const page of scan.slice(4 * round, 4 * round + 3)) run.reference(page);
  }
  const faults = run.faults.length;
  again();
  assertEquals(run.faults.length, faults);
});

Deno.test("two-list turns to active pages when no inactive page may go", () => {
  const run = new ReferenceRun(new TwoList({ frameCount: 3 }), 3);
  for (const page of [1, 2, 3, 4, 2, 5, 2, 6]) run.reference(page);
  const held = run.pages;
  for (const page of held.filter((page) => page !== 2)) run.locked.add(page);
  run.reference(7);
  assertEquals(run.victims.at(-1), 2);
  run.locked.add(7);
  assertEquals(run.evict(8), -1);
});
