/** Tests that the bookkeeping of a policy follows from the log. */
import { assert, assertEquals } from "@std/assert";
import { LogWriter } from "../../log/writer.ts";
import type { MachineConfig } from "../../machine_config.ts";
import { ONLINE_POLICY_NAMES } from "../policies.ts";
import { NO_WATERMARKS } from "../watermarks.ts";
import { replayPolicy } from "./policy_replay.ts";
import { toldRun } from "./twin_run.ts";

for (const policy of ONLINE_POLICY_NAMES) {
  Deno.test(`with ${policy} a log gives the same victims again`, () => {
    const config: MachineConfig = {
      frameCount: 40,
      ramPages: 16_000,
      swapSlotCount: 60,
      policy,
      policySeed: 5,
      recordsAccesses: true,
      watermarks: policy === "lru" ? NO_WATERMARKS : { min: 1, low: 3, high: 6 },
    };
    const chunks: number[] = [];
    const log = new LogWriter((bytes) => chunks.push(...bytes));
    log.header(new Uint8Array());
    const { machine, run } = toldRun(11, config, log);
    let reclaimCount = 0;
    machine.observer = { event: ({ kind }) => kind === "reclaim" && reclaimCount++ };
    run.runTo(2500);
    machine.endStores();
    log.close();
    assert(reclaimCount > 50, `${reclaimCount}`);
    assertEquals(replayPolicy(new Uint8Array(chunks), config), reclaimCount);
  });
}
