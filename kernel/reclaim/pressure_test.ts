/** Tests of machines under memory pressure: they do the same as with plenty of memory, and every structure holds. */
import { assert, assertEquals } from "@std/assert";
import { checkState } from "../check/check_state.ts";
import { ONLINE_POLICY_NAMES } from "./policies.ts";
import { allBytes } from "./testing/page_bytes.ts";
import { toldRun } from "./testing/twin_run.ts";
import { NO_WATERMARKS } from "./watermarks.ts";

const STEP_COUNT = 250;

for (const policy of ONLINE_POLICY_NAMES) {
  Deno.test(`with ${policy} a random run does the same with little memory as with plenty`, () => {
    let reclaimCount = 0;
    for (const [seed, frameCount] of [[2, 14], [6, 24], [11, 40], [20, 80]]) {
      const large = toldRun(seed, {});
      const watermarks = seed % 4 === 0 ? undefined : NO_WATERMARKS;
      const small = toldRun(seed, { frameCount, policy, watermarks });
      small.onEvent = ({ kind }) => {
        if (kind === "reclaim") reclaimCount++;
        checkState(small.machine.state);
      };
      for (let step = 0; step < STEP_COUNT && !small.isOutOfMemory; step++) {
        large.run.step();
        small.run.step();
        if (small.isOutOfMemory) break;
        assertEquals(small.told.splice(0), large.told.splice(0), `seed ${seed}, step ${step}`);
      }
      if (small.isOutOfMemory) continue;
      assertEquals(allBytes(small.machine.state), allBytes(large.machine.state), `seed ${seed}`);
    }
    assert(reclaimCount > 40, `${reclaimCount} reclaim events`);
  });
}
