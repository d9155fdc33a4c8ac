/** Tests of choosing swap slots. */
import { assertEquals } from "@std/assert";
import { givenProcess, type MachineFixture, range } from "../testing/machine_fixture.ts";
import { F_DIRTY, F_SLOT_KEPT, F_SWAP_CACHE, FLAGS, SLOT } from "./frame.ts";
import { MADV } from "./mmap_flags.ts";
import {
  availableSlotCount,
  freeSlot,
  freeSlotCount,
  giveUpSlot,
  isSwapFull,
  NO_SLOT,
  takeBackSlots,
  takeSlot,
} from "./swap_slot.ts";

Deno.test("the lowest free slot is taken, until swap is full", () => {
  const it = givenProcess({ swapSlotCount: 2 });
  it.map(100, 3);
  it.touchAll([100, 101, 102], "w");
  const frames = [100, 101, 102].map((page) => it.frameAt(page));
  const slots: number[] = [];
  it.setUp((tx) => {
    for (const frame of frames) slots.push(freeSlotCount(tx), takeSlot(tx, frame));
    slots.push(freeSlot(tx));
    tx.emit({ kind: "swapCacheRemove", frame: frames[0], keepSlot: false });
    slots.push(freeSlot(tx));
  });
  assertEquals(slots, [2, 0, 1, 1, 0, NO_SLOT, NO_SLOT, 0]);
});

/** Pages 100 … that were written, pushed out and read again: each keeps its slot. */
function givenKept(keptCount: number, swapSlotCount: number): MachineFixture {
  const it = givenProcess({ swapSlotCount });
  it.map(100, swapSlotCount + 1);
  const pages = Array.from({ length: keptCount }, (_, step) => 100 + step);
  it.storeAll(pages);
  it.call("madvise", { ...range(100, keptCount), advice: MADV.PAGEOUT });
  it.touchAll(pages, "r");
  return it;
}

Deno.test("a slot that a page keeps is no free one, but it can be had", () => {
  const it = givenKept(2, 4);
  assertEquals([it.setUp(freeSlotCount), availableSlotCount(it.state, 4), it.state.keptSlotCount], [2, 4, 2]);
});

Deno.test("when no slot is free those that are kept are taken back, and their pages count as changed", () => {
  const it = givenKept(2, 4);
  it.setUp((tx) => takeBackSlots(tx));
  assertEquals(it.state.keptSlotCount, 2);
  it.storeAll([102, 103, 104]);
  it.setUp((tx) => [102, 103].forEach((page) => takeSlot(tx, it.frameAt(page))));
  assertEquals([it.setUp(freeSlot), it.state.keptSlotCount], [NO_SLOT, 2]);
  it.setUp((tx) => takeBackSlots(tx, 1));
  assertEquals([it.setUp(freeSlot), it.state.keptSlotCount], [0, 1]);
  it.setUp((tx) => takeSlot(tx, it.frameAt(104)));
  it.setUp((tx) => takeBackSlots(tx));
  assertEquals([it.setUp(freeSlot), it.state.keptSlotCount], [1, 0]);
  for (const page of [100, 101]) {
    const frame = it.frameAt(page);
    const flags = it.state.frameWord(frame, FLAGS) & (F_DIRTY | F_SLOT_KEPT | F_SWAP_CACHE);
    assertEquals([flags, it.state.frameWord(frame, SLOT)], [F_DIRTY, 0]);
  }
});

Deno.test("swap is full when more than half of it is in use", () => {
  const it = givenKept(2, 4);
  assertEquals(it.setUp(isSwapFull), false);
  it.storeAll([102]);
  it.call("madvise", { ...range(102, 1), advice: MADV.PAGEOUT });
  assertEquals(it.setUp(isSwapFull), true);
});

Deno.test("a page that gives its slot up has it no more, and the slot is free", () => {
  const it = givenKept(1, 4);
  it.setUp((tx) => giveUpSlot(tx, it.frameAt(100)));
  assertEquals([it.state.slots.size, it.state.keptSlotCount, it.residency(100, 1)], [0, 0, "a"]);
});
