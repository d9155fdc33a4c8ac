/** Tests of page runs. */
import { assertEquals } from "@std/assert";
import { pageRuns, presentCount } from "./page_run.ts";
import { DRAWN_PID, drawnProcess } from "./testing/drawn_process.ts";

Deno.test("runs tell what pages hold, and add up to the mapping", () => {
  const { state } = drawnProcess();
  const space = state.spaceOf(DRAWN_PID);
  const runsAt = (page: number) => pageRuns(state, space, space.vmaAt(page)!);
  assertEquals(runsAt(0x800).map(({ page, count, held }) => [page, count, held.kind]), [
    [0x800, 1, "zero page"],
    [0x801, 1, "nothing"],
    [0x802, 2, "frames"],
  ]);
  const [read, written, around] = runsAt(0x400).map(({ held }) => held);
  assertEquals(
    [read, written, around].map((held) => held.kind === "frames" && [held.isAnonymous, held.isWritable]),
    [
      [false, false],
      [true, true],
      [false, false],
    ],
  );
  assertEquals([0x400, 0x800, 0x804].map((page) => presentCount(runsAt(page))), [3, 3, 0]);
});
