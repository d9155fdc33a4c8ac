/** Tests of logs of faults. */
import { assertEquals } from "@std/assert";
import { checkState } from "../../check/check_state.ts";
import { Timeline } from "../timeline.ts";
import { faultLog, faultSystem } from "./fault_log.ts";

Deno.test("a log of faults has so many of them, and never more resident pages than wanted", () => {
  for (const pattern of ["clustered", "scattered"] as const) {
    const log = faultLog({ pattern, faultCount: 300, regionPages: 200, residentPages: 60 });
    assertEquals(log.eventCount, 302);
    const timeline = Timeline.open(log, faultSystem);
    for (const [event, resident] of [[31, 30], [61, 60], [301, 60]]) {
      const { state } = timeline.seek(event);
      checkState(state);
      assertEquals(state.frameMap.usedCount, resident + 1);
    }
  }
});

Deno.test("faults of a region that stays resident as a whole are all different", () => {
  const log = faultLog({ pattern: "scattered", faultCount: 64, regionPages: 64, residentPages: 64 });
  assertEquals(Timeline.open(log, faultSystem).seek(65).state.frameMap.usedCount, 65);
});
