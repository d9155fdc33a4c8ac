/** Tests of finding the telling moments. */
import { assertEquals } from "@std/assert";
import { LogView } from "../log_file/log_view.ts";
import { withRecordedLog } from "../testing/recorded_log.ts";
import { findMoments, viewsOfPage } from "./demo_moments.ts";

Deno.test("the moments are an image, a copy after a fork, and the event before the first process ends", async () => {
  await withRecordedLog("forkwait", (log) => {
    const view = LogView.open(log);
    const { afterExec, copyOnWrite, beforeExit } = findMoments(view)!;
    assertEquals(view.event(afterExec).name, "execve");
    assertEquals(view.event(beforeExit + 1).kind, "exit_group");
    const { effects, page } = view.event(copyOnWrite);
    assertEquals(effects.some(({ kind }) => kind === "pageCopy"), true);
    const before = viewsOfPage(view.stateAfter(copyOnWrite - 1), page as number);
    const after = viewsOfPage(view.stateAfter(copyOnWrite), page as number);
    assertEquals(before.map(({ pid, mapped, isWritable }) => [pid, mapped, isWritable]), [[1, 2, false], [
      2,
      2,
      false,
    ]]);
    assertEquals(before[0].frame, before[1].frame);
    assertEquals(new Set(after.map(({ frame }) => frame)).size, 2);
  });
});

Deno.test("a run without a fork has no such moments", async () => {
  await withRecordedLog("true", (log) => assertEquals(findMoments(LogView.open(log)), undefined));
});
