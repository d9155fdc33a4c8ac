/** Tests of choosing swap slots. */
import { assertEquals } from "@std/assert";
import { givenProcess } from "../testing/machine_fixture.ts";
import { freeSlot, freeSlotCount, NO_SLOT, takeSlot } from "./swap_slot.ts";

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
