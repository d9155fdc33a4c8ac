/** Test of the program oom_kill. */
import { assertEquals } from "@std/assert";
import { countsOf, eventsOf, observeProgram } from "../testing/observe_program.ts";
import { oomKill } from "./oom_kill.ts";

Deno.test("oom_kill: the child goes when nothing can be reclaimed, and the parent has its memory back", () => {
  const run = observeProgram(oomKill);
  assertEquals(run.lines, ["child: 64 pages are promised", "parent: the child was killed by signal 9"]);
  const [{ process, askedBy, residentPages, swappedPages }] = eventsOf(run, "oomKill");
  assertEquals([process, askedBy], [101, 101]);
  assertEquals((residentPages as number) + (swappedPages as number) > 30, true);
  const [last, ...before] = eventsOf(run, "reclaim").reverse().map(({ swappedOut, dropped }) =>
    (swappedOut as number) + (dropped as number)
  );
  assertEquals([last, before.every((count) => count > 0)], [0, true], "only the last reclaim is in vain");
  assertEquals(countsOf(run, "oomKill", "signal"), { oomKill: 1, signal: 1 });
  assertEquals([run.status, run.machine.state.slots.size], [0, 0]);
});
