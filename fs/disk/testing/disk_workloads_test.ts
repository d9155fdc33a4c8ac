/** Tests of the profiles of work on a disk. */
import { assertEquals } from "@std/assert";
import { Random } from "@palimpsest/kernel";
import { DiskActor } from "./disk_actor.ts";
import { DISK_WORKLOADS, runWorkload } from "./disk_workloads.ts";

Deno.test("each profile does what its name says, and the same for the same seed", () => {
  for (const profile of Object.keys(DISK_WORKLOADS)) {
    const run = () => {
      const random = new Random(4);
      const actor = new DiskActor(random, 0);
      runWorkload(actor, random, profile, 12);
      const sizes = actor.openFiles.map((file) => actor.sizeOf(file));
      return { ...actor.result, names: actor.names, sizes };
    };
    const first = run();
    assertEquals(first.failures, [], profile);
    assertEquals(run(), first, profile);
  }
});
