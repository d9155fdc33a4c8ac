/** The world of the mix. */
import { assert, assertEquals } from "@std/assert";
import {
  ARENA,
  bootMixWorld,
  FILE,
  mixSystem,
  SHARED,
  SMALL,
  startProcess,
  WORKER_COUNT,
} from "./mix_world.ts";

Deno.test("every process has an arena, two mappings of its file and some pages of its own", () => {
  const machine = bootMixWorld(mixSystem());
  startProcess(machine, WORKER_COUNT + 2);
  for (let pid = 1; pid <= WORKER_COUNT + 2; pid++) {
    const space = machine.state.spaceOf(pid);
    for (const page of [ARENA, FILE, SHARED, SMALL]) {
      assert(space.vmaAt(page) !== undefined, `page ${page} of ${pid}`);
    }
    assertEquals(space.vmaAt(SHARED)!.inode, pid);
  }
});
