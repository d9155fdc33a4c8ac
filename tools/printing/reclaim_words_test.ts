/** Tests of what moved out of memory and into it, in words. */
import { assertEquals } from "@std/assert";
import type { AnyEvent } from "@palimpsest/kernel";
import { isSwapIn, isSwapOut, oomKillWords, reclaimWords, swapInWords } from "./reclaim_words.ts";

function event(fields: Record<string, unknown>, effects: object[] = []): AnyEvent {
  return {
    kind: "reclaim",
    process: 0,
    wanted: 5,
    swappedOut: 0,
    dropped: 0,
    effects,
    ...fields,
  } as unknown as AnyEvent;
}
const swapped = (page: number, slot: number) => ({ kind: "pagesSwap", space: 1, page, slot });

Deno.test("victims are named with their slots, neighbours together", () => {
  const removed = { kind: "cacheRemove", inode: 7, index: 0, count: 2 };
  const shmem = { kind: "cacheSwap", inode: 8, index: 4, slotPlusOne: 10 };
  assertEquals(
    reclaimWords(event({}, [swapped(0x100, 0), swapped(0x101, 1), swapped(0x200, 2), removed, shmem])),
    "reclaim in the background, 5 frames wanted: swap-out of 0x100000 (2 pages) of space 1 to slots 0-1; " +
      "swap-out of 0x200000 of space 1 to slot 2; drop of pages 0-1 of inode 7; " +
      "swap-out of page 4 of inode 8 to slot 9",
  );
});

Deno.test("a long list is cut, and a reclaim in vain says so", () => {
  const effects = Array.from({ length: 10 }, (_, number) => swapped(0x100 + 2 * number, number));
  assertEquals(reclaimWords(event({ process: 9, wanted: 1 }, effects)).split("; ").at(-1), "4 pages more");
  assertEquals(
    reclaimWords(event({ process: 9, wanted: 1 })),
    "reclaim for process 9, which waits for 1 frame: nothing can go",
  );
  assertEquals(reclaimWords(event({ swappedOut: 1 })).split(": ")[1], "1 page written to swap, 0 dropped");
});

Deno.test("a fault names the slot it was served from", () => {
  const swapIn = { kind: "swapIn", slot: 3 };
  assertEquals(swapInWords(event({}, [swapIn])), ", swap-in from slot 3");
  assertEquals(
    swapInWords(event({}, [swapIn, { kind: "swapIn", slot: 4 }])),
    ", swap-in from slot 3, and slots 4 ahead",
  );
  assertEquals(swapInWords(event({})), "");
});

Deno.test("an OOM kill says who goes, with what, and for whom", () => {
  assertEquals(
    oomKillWords(event({ process: 3, askedBy: 2, residentPages: 23, swappedPages: 9, tablePages: 4 })),
    "oom-kill of process 3, which has 23 pages in memory, 9 in swap, 4 of page tables: process 2 needs memory",
  );
});

Deno.test("events that swap out and in are known by their effects", () => {
  assertEquals([isSwapOut(event({}, [swapped(1, 1)])), isSwapOut(event({}))], [true, false]);
  assertEquals([isSwapIn(event({}, [{ kind: "swapIn" }])), isSwapIn(event({}, [swapped(1, 1)]))], [
    true,
    false,
  ]);
});
