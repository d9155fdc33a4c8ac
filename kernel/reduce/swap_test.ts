/** Tests of the reducers of swap: given(a page).when(it gets a slot, leaves the swap cache, comes back).then(slot, frame). */
import { assertEquals, assertThrows } from "@std/assert";
import { checkState } from "../check/check_state.ts";
import type { KernelEffect } from "../event/effects.ts";
import { F_ANON, F_SLOT_KEPT, F_SWAP_CACHE, FLAGS, MAPS, SLOT } from "../memory/frame.ts";
import { readByte } from "../state/content.ts";
import { givenProcess, type MachineFixture } from "../testing/machine_fixture.ts";
import { checkUndo } from "../testing/undo.ts";
import { countSlot } from "./swap.ts";

const insert: KernelEffect = { kind: "swapCacheInsert", frame: 1, slot: 3 };
const swapOut: KernelEffect = { kind: "pagesSwap", space: 1, page: 100, slot: 3 };
const leave = (keepSlot: boolean): KernelEffect => ({ kind: "swapCacheRemove", frame: 1, keepSlot });

/** Page 100 is frame 1, which holds a 7. */
function givenPage(): MachineFixture {
  const given = givenProcess({ swapSlotCount: 8 });
  given.map(100, 1);
  given.touch(100, "w");
  given.apply({ kind: "bytesWrite", frame: 1, offset: 0, bytes: Uint8Array.of(7) });
  return given;
}

Deno.test("a frame with a slot is in the swap cache until it leaves it", () => {
  const given = givenPage();
  given.apply(insert, swapOut);
  assertEquals([given.state.frameWord(1, SLOT), given.state.frameWord(1, FLAGS) & F_SWAP_CACHE], [
    4,
    F_SWAP_CACHE,
  ]);
  assertEquals(given.state.slots.get(3), { content: 0, references: 1, frame: 1 });
});

Deno.test("a slot is given once", () => {
  const given = givenPage();
  given.apply(insert, swapOut);
  assertThrows(() => given.apply({ ...insert, frame: 1 } as KernelEffect), Error, "swap slot 3 is in use");
});

Deno.test("a page that was written out lies in its slot alone, and is read from there", () => {
  const given = givenPage();
  given.apply(insert, swapOut);
  given.apply(leave(true));
  assertEquals([given.state.frameMap.usedCount, given.state.slots.get(3)?.frame], [1, -1]);
  given.apply({ kind: "swapIn", frame: 5, slot: 3, anonVma: 1, inode: 0, index: 100 });
  assertEquals([readByte(given.state.content(5), 0), given.state.slots.get(3)?.frame], [7, 5]);
  assertEquals([given.state.frameWord(5, FLAGS) & F_ANON, given.state.frameWord(5, MAPS)], [F_ANON, 0]);
});

Deno.test("the slot keeps what was written out, whatever becomes of the frame", () => {
  const given = givenPage();
  given.apply(insert, swapOut);
  given.apply(leave(true), { kind: "swapIn", frame: 5, slot: 3, anonVma: 1, inode: 0, index: 100 });
  given.apply({ kind: "bytesWrite", frame: 5, offset: 0, bytes: Uint8Array.of(9) });
  assertEquals(readByte(given.state.slots.get(3)!.content, 0), 7);
});

Deno.test("a slot goes with the last entry that names it, and its frame with it when nothing maps that", () => {
  const given = givenPage();
  given.apply(insert, swapOut);
  given.apply({ kind: "pagesUnmap", space: 1, page: 100, count: 1 });
  assertEquals([given.state.slots.size, given.state.frameMap.usedCount], [0, 1]);
});

Deno.test("a frame that leaves the swap cache for good, named by no entry, gives its slot back", () => {
  const given = givenPage();
  checkUndo(given, [insert, swapOut], [
    { kind: "pagesMap", space: 1, page: 100, count: 1, frame: 1, writable: true, dirty: true },
    { kind: "framesMark", frame: 1, count: 1, set: 0x20, clear: 0 },
  ]);
  given.apply(insert, leave(false));
  assertEquals([given.state.slots.size, given.residency(100, 1), given.state.frameWord(1, SLOT)], [
    0,
    "a",
    0,
  ]);
});

Deno.test("entries of a free slot cannot be counted", () => {
  assertThrows(() => countSlot(givenPage().state, 3, 1), Error, "swap slot 3 is free");
});

/** Page 100 is frame 1, which keeps slot 3 though no entry names it. */
function givenKept(): MachineFixture {
  const given = givenPage();
  given.apply(insert, swapOut, { kind: "framesMark", frame: 1, count: 1, set: F_SLOT_KEPT, clear: 0 });
  given.apply({ kind: "pagesMap", space: 1, page: 100, count: 1, frame: 1, writable: true, dirty: false });
  return given;
}

Deno.test("a mapped frame that is marked keeps its slot when the last entry goes", () => {
  const given = givenKept();
  const flags = given.state.frameWord(1, FLAGS) & (F_SWAP_CACHE | F_SLOT_KEPT);
  assertEquals([flags, given.state.frameWord(1, SLOT), given.state.keptSlotCount], [F_SLOT_KEPT, 4, 1]);
  assertEquals(given.state.slots.get(3), { content: 0, references: 0, frame: 1 });
  checkState(given.state);
});

Deno.test("an entry that names a kept slot again, and mapping the frame again, lead back", () => {
  checkUndo(givenKept(), [swapOut], [
    { kind: "pagesMap", space: 1, page: 100, count: 1, frame: 1, writable: true, dirty: false },
  ]);
});

Deno.test("a kept slot goes with its frame, or is given up", () => {
  const unmapped = givenKept();
  unmapped.apply({ kind: "pagesUnmap", space: 1, page: 100, count: 1 });
  assertEquals([unmapped.state.slots.size, unmapped.state.frameMap.usedCount], [0, 1]);
  const given = givenKept();
  given.apply(leave(false));
  assertEquals([given.state.slots.size, given.residency(100, 1)], [0, "a"]);
  for (const { state } of [unmapped, given]) {
    assertEquals(state.keptSlotCount, 0);
    checkState(state);
  }
});

Deno.test("a checkpoint knows how many slots are kept", () => {
  const given = givenKept();
  const before = given.state.checkpoint();
  given.apply(leave(false));
  assertEquals([before.keptSlotCount, given.state.keptSlotCount], [1, 0]);
});
