/** Tests of the memory that policies are tested in. */
import { assertEquals } from "@std/assert";
import { Fifo } from "../fifo.ts";
import { faultCountOf, ReferenceRun, victimsOf } from "./reference_run.ts";

Deno.test("a run fills free frames first, then takes victims", () => {
  assertEquals(victimsOf(new Fifo({ frameCount: 2 }), 2, [1, 2, 1, 3, 4]), [1, 2]);
  assertEquals(faultCountOf(new Fifo({ frameCount: 2 }), 2, [1, 2, 1, 3, 4]), 4);
});

Deno.test("a removed page leaves a free frame, and a locked page stays", () => {
  const run = new ReferenceRun(new Fifo({ frameCount: 2 }), 2);
  for (const page of [1, 2]) run.reference(page);
  run.remove(2);
  run.reference(3);
  run.locked.add(1);
  run.reference(4);
  assertEquals(run.pages, [1, 4]);
  assertEquals(run.faults, [0, 1, 2, 3]);
  run.locked.add(4);
  assertEquals(run.evict(5), -1);
});
