/** Stories are told whole. */
import { assertOccur, linesOf } from "./testing.ts";
import { tellGaps, tellGrowth, tellMerge, tellMoves, tellProtections, tellZeroPages } from "./stories.ts";

Deno.test("every story is told whole and shows its end", () => {
  for (const story of [tellGaps, tellGrowth, tellMerge, tellMoves, tellProtections, tellZeroPages]) {
    assertOccur(linesOf(story), ["mmap", "dump"]);
  }
});

Deno.test("stories have the calls that they are about", () => {
  assertOccur(linesOf(tellGaps), ["munmap"]);
  assertOccur(linesOf(tellGrowth), ["growsdown,fixed", "touch w g", ",growsdown"]);
  assertOccur(linesOf(tellMoves), ["maymove,fixed A", "load8"]);
  assertOccur(linesOf(tellZeroPages), ["DONTNEED", "FREE", "mincore"]);
});
