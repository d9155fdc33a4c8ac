/** Test of the program mlock_against_reclaim. */
import { assertEquals } from "@std/assert";
import { pageOf } from "@palimpsest/kernel";
import { observeProgram, resultOf } from "../testing/observe_program.ts";
import { mlockAgainstReclaim } from "./mlock_against_reclaim.ts";

Deno.test("mlock_against_reclaim: reclaim takes every page of the unlocked area and none of the locked one", () => {
  const run = observeProgram(mlockAgainstReclaim);
  assertEquals(run.lines, [
    "locked   sum 28, 0 pages came back from swap",
    "unlocked sum 28, 8 pages came back from swap",
  ]);
  const takenFrom = (area: number) => {
    const first = pageOf(resultOf(run, "mmap", area));
    const pages = run.events.filter(({ kind }) => kind === "reclaim").flatMap(({ effects }) =>
      effects.filter(({ kind }) => kind === "pagesSwap").map((effect) => effect.page as number)
    );
    return new Set(pages.filter((page) => page >= first && page < first + 8)).size;
  };
  assertEquals([takenFrom(0), takenFrom(1)], [0, 8]);
});
