/** Tests of the page cache's and the storage's reducers: given(a file).when(pages come, go, are written).then(cache, storage). */
import { assertEquals, assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import type { KernelEffect } from "../event/effects.ts";
import { CACHED_PAGES_LIMIT } from "../limits.ts";
import { F_CACHED, F_DIRTY, FLAGS, folioOrder, OWNER } from "../memory/frame.ts";
import { readByte } from "../state/content.ts";
import { FS_EXT4 } from "../state/inode.ts";
import { type FileMaking, givenProcess, type MachineFixture } from "../testing/machine_fixture.ts";
import { checkUndo } from "../testing/undo.ts";

/** A file, inode 1. */
function givenFile(making: FileMaking = {}): MachineFixture {
  const given = givenProcess({ swapSlotCount: 4 });
  given.openFile(making);
  return given;
}

const insert = (index: number, count: number, content = 0, order = 0): KernelEffect => ({
  kind: "cacheInsert",
  inode: 1,
  index,
  count,
  frame: 20,
  content,
  order,
});
const remove = (index: number, count: number): KernelEffect => ({
  kind: "cacheRemove",
  inode: 1,
  index,
  count,
});
const writeBack = (index: number): KernelEffect => ({ kind: "storageWrite", inode: 1, index, count: 1 });
const discard = (index: number, count: number): KernelEffect => ({
  kind: "storageDiscard",
  inode: 1,
  index,
  count,
});
const write = (value: number): KernelEffect => ({
  kind: "bytesWrite",
  frame: 20,
  offset: 0,
  bytes: Uint8Array.of(value),
});

Deno.test("cacheInsert takes frames for pages of the file; cacheRemove gives them back", () => {
  const given = givenFile();
  checkUndo(given, [insert(3, 2)], [remove(0, 100)]);
  given.apply(insert(4, 4, 1, 2));
  const inode = given.state.inode(1);
  assertEquals([inode.cachedPages, inode.cachedFrame(5), inode.cachedFrame(8)], [4, 21, -1]);
  assertEquals([given.state.frameWord(21, OWNER), folioOrder(given.state.frameWord(21, FLAGS))], [1, 2]);
  assertEquals(given.state.content(21), -1);
});

Deno.test("a page cannot be cached twice", () => {
  const given = givenFile();
  given.apply(insert(3, 2));
  assertThrows(
    () => given.apply({ ...insert(4, 1), frame: 30 } as KernelEffect),
    Error,
    "page 4 of inode 1 is cached already",
  );
});

Deno.test("no page is cached beyond those that can be, nor before the first", () => {
  for (const index of [-1, CACHED_PAGES_LIMIT, 2 ** 36 - 1, 2 ** 36 + 1, 2 ** 53 - 20]) {
    const effects: KernelEffect[] = [
      { ...insert(index, 1), frame: 30 } as KernelEffect,
      { kind: "cacheSwap", inode: 1, index, slotPlusOne: 0 },
      { kind: "cacheAdopt", inode: 1, index, frame: 20 },
    ];
    for (const effect of effects) {
      const given = givenFile();
      given.apply(insert(0, 4));
      const refusal = `page ${index} of inode 1 is not in 0 … ${CACHED_PAGES_LIMIT - 1}`;
      assertThrows(() => given.apply(effect), KernelAssertion, refusal);
    }
  }
});

Deno.test("a mapped page that leaves the cache stays mapped, without a mark of the cache", () => {
  const given = givenFile();
  given.map(100, 4, { fd: 0 });
  given.touch(100, "r");
  const frame = given.frameAt(100);
  given.apply({ kind: "pagesMap", space: 1, page: 100, count: 1, frame, writable: false, dirty: false });
  assertEquals(given.state.frameWord(frame, FLAGS) & F_CACHED, F_CACHED);
  given.apply({ kind: "pagesUnmap", space: 1, page: 100, count: 1 }, remove(0, 1));
  assertEquals([given.state.inode(1).cachedPages, given.state.frameMap.isUsed(frame)], [0, false]);
});

Deno.test("storageWrite keeps what the page holds, and the page is clean", () => {
  const given = givenFile({ fileSystem: FS_EXT4 });
  given.apply(insert(3, 1), write(7));
  checkUndo(given, [writeBack(3)], [discard(3, 1), {
    kind: "framesMark",
    frame: 20,
    count: 1,
    set: F_DIRTY,
    clear: 0,
  }]);
  given.apply(writeBack(3), write(8), remove(3, 1), insert(3, 1, 2));
  assertEquals([readByte(given.state.content(20), 0), given.state.frameWord(20, FLAGS) & F_DIRTY], [7, 0]);
});

Deno.test("only cached pages can be written back", () => {
  assertThrows(
    () => givenFile().apply(writeBack(3)),
    Error,
    "page 3 of inode 1 is written back but not cached",
  );
});

Deno.test("what a file held before the run is unknown until it is discarded; then it is zeros", () => {
  const given = givenFile({ fileSystem: FS_EXT4, pageCount: 4, unknownStorage: true });
  given.apply(insert(1, 1, 2));
  assertEquals(given.state.content(20), -1);
  given.apply(remove(1, 1), discard(0, 100), insert(1, 1, 2));
  assertEquals(given.state.content(20), 0);
});

Deno.test("storageMove takes stored pages to another place of the file; what was there is gone", () => {
  const given = givenFile({ fileSystem: FS_EXT4 });
  const move = (index: number, toIndex: number): KernelEffect => ({
    kind: "storageMove",
    inode: 1,
    index,
    count: 2,
    toIndex,
  });
  given.apply(insert(0, 1), write(7), writeBack(0));
  checkUndo(given, [move(0, 4)], [move(4, 0)]);
  given.apply(move(0, 1));
  const { storage } = given.state.inode(1);
  assertEquals([storage.get(0), readByte(storage.get(1)!, 0)], [undefined, 7]);
});

Deno.test("cacheSwap and cacheAdopt take a shmem page to its slot and back", () => {
  const given = givenFile();
  given.apply(insert(3, 1));
  checkUndo(given, [
    { kind: "swapCacheInsert", frame: 20, slot: 1 },
    { kind: "cacheSwap", inode: 1, index: 3, slotPlusOne: 2 },
  ], [{ kind: "cacheAdopt", inode: 1, index: 3, frame: 20 }]);
});

Deno.test("a swapped-out page that leaves the cache frees its slot", () => {
  const given = givenFile();
  given.apply(insert(3, 1));
  given.apply({ kind: "swapCacheInsert", frame: 20, slot: 1 }, {
    kind: "cacheSwap",
    inode: 1,
    index: 3,
    slotPlusOne: 2,
  });
  assertEquals([given.state.inode(1).swapSlot(3), given.state.inode(1).cachedPages], [1, 0]);
  given.apply(remove(0, 64));
  assertEquals([given.state.slots.size, given.state.frameMap.usedCount], [0, 1]);
});

Deno.test("a file takes its storage with it", () => {
  const given = givenProcess();
  const before = given.state.digest.toHex();
  const fd = given.openFile({ fileSystem: FS_EXT4, links: 0 });
  given.apply(insert(0, 1), write(7), writeBack(0));
  given.call("close", { fd });
  assertEquals([given.state.inodes.size, given.state.digest.toHex()], [0, before]);
});
