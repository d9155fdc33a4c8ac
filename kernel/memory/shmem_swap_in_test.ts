/** Tests of swapped-out shmem pages that come back: from the swap cache, or from their slot. */
import { assertEquals } from "@std/assert";
import { addressOf } from "../address.ts";
import { givenProcess, type MachineFixture, range } from "../testing/machine_fixture.ts";
import { loadBytes, storeBytes } from "../user_memory.ts";
import { MADV, MAP } from "./mmap_flags.ts";
import { swapInShmem } from "./shmem_swap_in.ts";

/** A shared page that holds a 7 and was swapped out. */
function givenSwapped(): MachineFixture {
  const given = givenProcess({ swapSlotCount: 1 });
  given.map(100, 1, { flags: MAP.SHARED });
  storeBytes(given.machine, given.pid, addressOf(100), new Uint8Array([7]));
  given.call("madvise", { ...range(100, 1), advice: MADV.PAGEOUT });
  return given;
}

/** Writes the swapped-out page to its slot, and lets go of its frame. */
function writeOut(given: MachineFixture): void {
  const { frame } = given.state.slots.get(0)!;
  given.setUp((tx) => tx.emit({ kind: "swapCacheRemove", frame, keepSlot: true }));
}

function byteAt(given: MachineFixture, page: number): number {
  const target = new Uint8Array(1);
  loadBytes(given.machine, given.pid, addressOf(page), target);
  return target[0];
}

Deno.test("a page still in the swap cache is adopted: no read, and its slot is free again", () => {
  const given = givenSwapped();
  const effects = given.effectsOf(() =>
    given.setUp((tx) => {
      const { isMajor } = swapInShmem(tx, tx.state.inode(1), 0);
      assertEquals(isMajor, false);
    })
  );
  assertEquals([effects, given.state.slots.size], [["cacheAdopt 0"], 0]);
  assertEquals([given.touch(100, "r"), byteAt(given, 100)], ["minor", 7]);
});

Deno.test("a page that was written out is read from its slot: a major fault", () => {
  const given = givenSwapped();
  writeOut(given);
  assertEquals(given.state.frameMap.usedCount, 1);
  assertEquals([given.touch(100, "r"), byteAt(given, 100), given.state.slots.size], ["major", 7, 0]);
});

Deno.test("without a free frame it stays where it is", () => {
  const given = givenSwapped();
  writeOut(given);
  given.fillMemory();
  assertEquals([given.serveFault(100, "r"), given.state.inode(1).swapSlot(0)], ["no memory", 0]);
});

Deno.test("a page that will be needed is read into the swap cache ahead; the fault is minor", () => {
  const given = givenSwapped();
  writeOut(given);
  given.call("madvise", { ...range(100, 1), advice: MADV.WILLNEED });
  assertEquals([given.state.slots.get(0)!.frame >= 0, given.residency(100, 1)], [true, "."]);
  assertEquals([given.touch(100, "r"), given.state.slots.size], ["minor", 0]);
});
