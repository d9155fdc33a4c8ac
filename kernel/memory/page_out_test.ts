/** Tests of MADV_PAGEOUT: given(pages of all kinds).when(they are to go).then(where each is afterwards). */
import { assertEquals } from "@std/assert";
import { addressOf } from "../address.ts";
import { FS_EXT4 } from "../state/inode.ts";
import { givenProcess, type MachineFixture, range } from "../testing/machine_fixture.ts";
import { storeBytes } from "../user_memory.ts";
import { F_LOCKED } from "./frame.ts";
import { MADV, MAP } from "./mmap_flags.ts";
import { pageOut } from "./page_out.ts";

function takeOut(given: MachineFixture, page: number, count: number): string[] {
  return given.effectsOf(() => given.setUp((tx) => pageOut(tx, given.vmaAt(page), page, page + count)));
}

Deno.test("anonymous pages get a slot each and stay in the swap cache; zero pages stay mapped", () => {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(100, 3);
  given.storeAll([100, 101]);
  given.touch(102, "r");
  assertEquals(takeOut(given, 100, 3), [
    "swapCacheInsert",
    "pagesSwap 100",
    "swapCacheInsert",
    "pagesSwap 101",
  ]);
  assertEquals([given.residency(100, 3), given.state.slots.size], ["ssz", 2]);
  assertEquals([given.touch(100, "r"), given.faults()[1]], ["minor", 0]);
});

Deno.test("a page that a child's entry keeps in the swap cache gets no other slot", () => {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(100, 1);
  given.storeAll([100]);
  takeOut(given, 100, 1);
  given.fork();
  given.touch(100, "r");
  assertEquals(takeOut(given, 100, 1), ["pagesSwap 100", "swapCacheRemove keepSlot"]);
  assertEquals(given.state.slots.size, 1);
});

Deno.test("a page that was read back in and did not change leaves memory at once; a changed one is written again", () => {
  const given = givenProcess({ swapSlotCount: 8 });
  given.map(100, 2);
  given.storeAll([100, 101]);
  takeOut(given, 100, 2);
  given.touchAll([100, 101], "r");
  given.storeAll([101]);
  assertEquals(takeOut(given, 100, 2), ["pagesSwap 100", "swapCacheRemove keepSlot", "pagesSwap 101"]);
  assertEquals([given.touch(100, "r"), given.touch(101, "r"), given.state.slots.size], ["major", "minor", 2]);
});

Deno.test("a page that may have been written unseen counts as changed", () => {
  const given = givenProcess({ swapSlotCount: 8, storesAreUnseen: true });
  given.map(100, 1);
  given.storeAll([100]);
  takeOut(given, 100, 1);
  given.touch(100, "r");
  assertEquals(takeOut(given, 100, 1), ["pagesSwap 100"]);
});

Deno.test("a page of zeros need not be written: it leaves memory at once", () => {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(100, 1);
  given.touch(100, "w");
  assertEquals(takeOut(given, 100, 1), ["swapCacheInsert", "pagesSwap 100", "swapCacheRemove keepSlot"]);
  assertEquals([given.touch(100, "r"), given.residency(100, 1)], ["major", "a"]);
});

Deno.test("when swap is full the slots that are kept are given up, after the call", () => {
  const given = givenProcess({ swapSlotCount: 2 });
  given.map(100, 3);
  given.storeAll([100, 101, 102]);
  takeOut(given, 100, 1);
  given.touch(100, "r");
  takeOut(given, 101, 2);
  assertEquals([given.residency(100, 3), given.state.slots.size, given.state.keptSlotCount], ["asa", 1, 0]);
});

Deno.test("without a free slot anonymous pages stay", () => {
  const given = givenProcess({ swapSlotCount: 1 });
  given.map(100, 2);
  given.touchAll([100, 101], "w");
  takeOut(given, 100, 2);
  assertEquals(given.residency(100, 2), "sa");
  const swapless = givenProcess();
  swapless.map(100, 1);
  swapless.touch(100, "w");
  assertEquals(takeOut(swapless, 100, 1), []);
});

Deno.test("slots that became free are used again, lowest first", () => {
  const given = givenProcess({ swapSlotCount: 3 });
  given.map(100, 3);
  given.touchAll([100, 101, 102], "w");
  takeOut(given, 100, 2);
  given.call("munmap", range(100, 1));
  const [insert] = given.recordsOf(() => takeOut(given, 102, 1));
  assertEquals([insert.kind, insert.slot], ["swapCacheInsert", 0]);
});

Deno.test("pages that a child maps too, and locked ones, stay", () => {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(100, 2);
  given.touchAll([100, 101], "w");
  given.setUp((tx) =>
    tx.emit({ kind: "framesMark", frame: given.frameAt(101), count: 1, set: F_LOCKED, clear: 0 })
  );
  given.fork();
  given.as(2, () => given.touch(101, "w"));
  assertEquals([takeOut(given, 100, 2), given.residency(100, 2)], [[], "ca"]);
});

Deno.test("lazily freed pages that nobody wrote again are dropped, without a slot", () => {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(100, 2);
  given.storeAll([100, 101]);
  given.call("madvise", { ...range(100, 1), advice: MADV.FREE });
  assertEquals(takeOut(given, 100, 2), ["pagesUnmap 100", "swapCacheInsert", "pagesSwap 101"]);
});

Deno.test("a lazily freed page that was written again stays once, and is swapped out the next time", () => {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(100, 1);
  given.touch(100, "w");
  given.call("madvise", { ...range(100, 1), advice: MADV.FREE });
  storeBytes(given.machine, given.pid, addressOf(100), Uint8Array.of(7));
  assertEquals([takeOut(given, 100, 1), given.residency(100, 1)], [["framesMark"], "a"]);
  assertEquals(takeOut(given, 100, 1), ["swapCacheInsert", "pagesSwap 100"]);
});

Deno.test("a page of droppable memory is dropped though it was written, with or without swap", () => {
  const given = givenProcess();
  given.map(100, 1, { flags: MAP.DROPPABLE });
  given.touch(100, "w");
  assertEquals(takeOut(given, 100, 1), ["pagesUnmap 100"]);
});

Deno.test("a page that was freed lazily while a child mapped it is dropped for the one that freed it", () => {
  const dropped = (freeing: "parent" | "child") => {
    const given = givenProcess({ swapSlotCount: 4 });
    given.map(100, 1);
    given.touch(100, "w");
    const child = given.fork();
    given.as(
      freeing === "child" ? child : 1,
      () => given.call("madvise", { ...range(100, 1), advice: MADV.FREE }),
    );
    given.as(child, () => given.call("exit"));
    takeOut(given, 100, 1);
    return given.residency(100, 1);
  };
  assertEquals([dropped("parent"), dropped("child")], [".", "a"]);
});

Deno.test("a shmem page goes to a slot that its file remembers", () => {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(100, 2, { flags: MAP.SHARED });
  given.storeAll([100, 101]);
  assertEquals(takeOut(given, 100, 1), ["pagesUnmap 100", "swapCacheInsert", "cacheSwap 0"]);
  assertEquals([given.residency(100, 2), given.state.inode(1).swapSlot(0)], [".f", 0]);
});

Deno.test("a shmem page that nobody wrote is dropped, with or without swap", () => {
  for (const swapSlotCount of [0, 4]) {
    const given = givenProcess({ swapSlotCount });
    given.map(100, 1, { flags: MAP.SHARED });
    given.touch(100, "r");
    assertEquals(takeOut(given, 100, 1), ["pagesUnmap 100", "cacheRemove 0"]);
    assertEquals([given.state.slots.size, given.touch(100, "r")], [0, "minor"]);
  }
});

Deno.test("without swap a written shmem page is unmapped, and stays in the page cache", () => {
  const given = givenProcess();
  given.map(100, 1, { flags: MAP.SHARED });
  given.storeAll([100]);
  assertEquals(takeOut(given, 100, 1), ["pagesUnmap 100"]);
  assertEquals([given.state.inode(1).cachedPages, given.touch(100, "r")], [1, "minor"]);
});

Deno.test("a shmem page of zeros that was written goes to a slot, and leaves memory at once", () => {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(100, 1, { flags: MAP.SHARED });
  given.touch(100, "w");
  assertEquals(takeOut(given, 100, 1).at(-1), "swapCacheRemove keepSlot");
  assertEquals([given.state.slots.size, given.touch(100, "r")], [1, "major"]);
});

Deno.test("clean pages of a disk file leave memory; changed ones stay", () => {
  const given = givenProcess();
  given.map(100, 2, { flags: MAP.SHARED, fd: given.openFile({ fileSystem: FS_EXT4, pageCount: 2 }) });
  given.touch(100, "r");
  given.touch(101, "w");
  assertEquals(takeOut(given, 100, 2), ["pagesUnmap 100", "cacheRemove 0"]);
  assertEquals([given.residency(100, 2), given.touch(100, "r")], [".f", "major"]);
});
