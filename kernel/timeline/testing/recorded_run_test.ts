/** Tests of recorded runs. */
import { assert, assertEquals } from "@std/assert";
import { recordRun } from "./recorded_run.ts";

Deno.test("a recorded run has many blocks, and a digest an event", () => {
  const { log, digests } = recordRun(1, 300, 500);
  assertEquals([log.closed, log.eventCount], [true, digests.length]);
  assert(log.blocks.blockCount > 3);
  assertEquals(recordRun(1, 300).digests, digests);
});
