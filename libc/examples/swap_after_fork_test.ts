/** Test of the program swap_after_fork. */
import { assertEquals } from "@std/assert";
import { pageOf } from "@palimpsest/kernel";
import { effectKinds, eventsOf, observeProgram, resultOf } from "../testing/observe_program.ts";
import { swapAfterFork } from "./swap_after_fork.ts";

Deno.test("swap_after_fork: a shared page has one slot for both, and comes back to each on its own", () => {
  const run = observeProgram(swapAfterFork);
  assertEquals(run.lines, ["child:  200 101 102 103", "parent: 100 101 102 103"]);
  const page = pageOf(resultOf(run, "mmap"));
  const out = eventsOf(run, "reclaim").find(({ effects }) => effects.some((effect) => effect.page === page))!;
  const swaps = out.effects.filter((effect) => effect.kind === "pagesSwap" && effect.page === page);
  assertEquals(swaps.map(({ space }) => space), [2, 3], "both page tables name the slot");
  assertEquals(new Set(swaps.map(({ slot }) => slot)).size, 1);
  const faults = eventsOf(run, "fault").filter((event) => event.page === page);
  const child = faults.filter(({ process }) => process === 101).map(effectKinds);
  assertEquals(child.map((kinds) => kinds.includes("swapIn") && kinds.includes("pageCopy")), [true]);
  const parent = faults.filter(({ process }) => process === 100).map(effectKinds);
  const served = parent.map((kinds) => kinds.find((kind) => kind.startsWith("pages")));
  assertEquals(
    served,
    ["pagesFresh", "pagesMap"],
    "the parent finds in the swap cache what the child brought in",
  );
  assertEquals(run.machine.state.slots.size, 0, "no slot is left at the end");
});
