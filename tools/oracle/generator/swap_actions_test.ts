/** Pages are pushed out, and met in every way while they are out. */
import { assertOccur, linesOf } from "./testing.ts";
import { mapAnonymous } from "./mapping_actions.ts";
import { pageOut, tellSwap, tellSwapFamily, tellSwapMove } from "./swap_actions.ts";

Deno.test("pages are pushed out, also such as were freed lazily", () => {
  assertOccur(linesOf(pageOut, mapAnonymous), ["PAGEOUT", "FREE", "COLD"]);
});

Deno.test("pages of all kinds are out, and are read, written, protected, locked and unmapped", () => {
  assertOccur(linesOf(tellSwap), [
    "flags=private,anon",
    "flags=shared,anon",
    "flags=private fd=",
    "flags=shared fd=",
    "PAGEOUT",
    "touch w",
    "mprotect",
    "mlock",
    "munmap",
    "mincore",
    "POPULATE_WRITE",
  ]);
});

Deno.test("pages are out at a fork and at a move", () => {
  assertOccur(linesOf(tellSwapFamily), ["fork p1", "PAGEOUT", "p1: ", "exit 0", "dump all"]);
  assertOccur(linesOf(tellSwapMove), ["mremap", "maymove,dontunmap", "PAGEOUT"]);
});
