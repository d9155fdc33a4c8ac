/** Tests of taking pages out of memory: given(a page).when(evicted).then(what was emitted and counted, what comes back). */
import { assertEquals, assertThrows } from "@std/assert";
import { addressOf } from "../address.ts";
import { CONTENT, insertPages } from "../memory/cache_insert.ts";
import { MADV, MAP } from "../memory/mmap_flags.ts";
import { FS_EXT4 } from "../state/inode.ts";
import { givenProcess, type MachineFixture, range } from "../testing/machine_fixture.ts";
import { storeBytes } from "../user_memory.ts";
import { type Evicted, evictFrame } from "./evict.ts";
import { allBytes } from "./testing/page_bytes.ts";

const PAGE = 100;

/** Evicts the page in a frame; the kinds of effects, and what was counted. */
function evict(given: MachineFixture, frame: number): { kinds: string[]; evicted: Evicted } {
  const evicted: Evicted = { swappedOut: 0, written: 0, dropped: 0 };
  const before = allBytes(given.state);
  const kinds = given.recordsOf(() => given.setUp((tx) => evictFrame(tx, frame, evicted))).map(({ kind }) =>
    kind
  );
  assertEquals(given.state.frameMap.isUsed(frame), false);
  if (evicted.dropped === 0 || evicted.written > 0) assertEquals(allBytes(given.state), before);
  return { kinds, evicted };
}

function store(given: MachineFixture, page: number): void {
  storeBytes(given.machine, given.pid, addressOf(page), Uint8Array.of(1, 2, 3));
}

Deno.test("an anonymous page goes to swap, and comes back", () => {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(PAGE, 1);
  store(given, PAGE);
  const { kinds, evicted } = evict(given, given.frameAt(PAGE));
  assertEquals(kinds, ["swapCacheInsert", "pagesSwap", "swapCacheRemove"]);
  assertEquals(evicted, { swappedOut: 1, written: 0, dropped: 0 });
  assertEquals([given.residency(PAGE, 1), given.touch(PAGE, "r")], ["s", "major"]);
});

Deno.test("a page that processes share goes out of all of them at once, into one slot", () => {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(PAGE, 1);
  store(given, PAGE);
  const child = given.fork();
  evict(given, given.frameAt(PAGE));
  assertEquals([given.residency(PAGE, 1), given.as(child, () => given.residency(PAGE, 1))], ["s", "s"]);
  assertEquals(given.state.slots.size, 1);
});

/** Pages 100 and 101 keep slots, 102 and 103 lie in the two others, 104 has none. */
function givenKept(): MachineFixture {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(PAGE, 5);
  given.storeAll([PAGE, PAGE + 1]);
  given.call("madvise", { ...range(PAGE, 2), advice: MADV.PAGEOUT });
  given.touchAll([PAGE, PAGE + 1], "r");
  given.storeAll([PAGE + 2, PAGE + 3, PAGE + 4]);
  for (const page of [PAGE + 2, PAGE + 3]) evict(given, given.frameAt(page));
  return given;
}

Deno.test("a page that kept its slot goes there again", () => {
  const given = givenKept();
  assertEquals(evict(given, given.frameAt(PAGE)).kinds, ["pagesSwap", "swapCacheRemove"]);
  assertEquals([given.state.slots.size, given.touch(PAGE, "r")], [4, "major"]);
});

Deno.test("when swap is full a page takes the slot that another kept, which may still go where there is one more", () => {
  const given = givenKept();
  evict(given, given.frameAt(PAGE + 4));
  evict(given, given.frameAt(PAGE));
  assertEquals([given.residency(PAGE, 5), given.state.slots.size, given.state.keptSlotCount], [
    "sasss",
    4,
    0,
  ]);
});

Deno.test("a page that was freed lazily is dropped without a slot, and one written since is not", () => {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(PAGE, 2);
  for (const page of [PAGE, PAGE + 1]) store(given, page);
  given.call("madvise", { ...range(PAGE, 2), advice: MADV.FREE });
  store(given, PAGE + 1);
  const dropped = evict(given, given.frameAt(PAGE));
  assertEquals([dropped.kinds, dropped.evicted], [["pagesUnmap"], { swappedOut: 0, written: 0, dropped: 1 }]);
  assertEquals(evict(given, given.frameAt(PAGE + 1)).evicted.swappedOut, 1);
  assertEquals(given.residency(PAGE, 2), ".s");
});

Deno.test("a page in the swap cache only is written to the slot that it has", () => {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(PAGE, 1);
  store(given, PAGE);
  given.call("madvise", { ...range(PAGE, 1), advice: MADV.PAGEOUT });
  const { frame } = given.state.slots.get(0)!;
  const { kinds, evicted } = evict(given, frame);
  assertEquals([kinds, evicted.swappedOut, given.state.slots.size], [["swapCacheRemove"], 1, 1]);
});

Deno.test("a page of a memory-backed file goes to swap, and the cache knows its slot", () => {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(PAGE, 2, { fd: given.openFile(), flags: MAP.SHARED });
  store(given, PAGE + 1);
  const { evicted } = evict(given, given.frameAt(PAGE + 1));
  assertEquals(evicted, { swappedOut: 1, written: 0, dropped: 0 });
  assertEquals(given.state.inode(1).swapSlot(1), 0);
  assertEquals([given.residency(PAGE + 1, 1), given.touch(PAGE + 1, "r")], [".", "major"]);
});

Deno.test("a page of a disk file is written back when it was changed, and leaves the cache", () => {
  const given = givenProcess();
  given.map(PAGE, 2, { fd: given.openFile({ fileSystem: FS_EXT4 }), flags: MAP.SHARED });
  store(given, PAGE);
  given.touch(PAGE + 1, "r");
  const frames = [PAGE, PAGE + 1].map((page) => given.frameAt(page));
  assertEquals(evict(given, frames[0]).evicted, { swappedOut: 0, written: 1, dropped: 1 });
  assertEquals(evict(given, frames[1]).evicted, { swappedOut: 0, written: 0, dropped: 1 });
  assertEquals([given.state.inode(1).cachedFrame(0), given.residency(PAGE, 2)], [-1, ".."]);
});

Deno.test("a large folio goes as a whole (VI1)", () => {
  const given = givenProcess();
  given.openFile({ fileSystem: FS_EXT4, pageCount: 8 });
  given.setUp((tx) => insertPages(tx, { inode: 1, index: 4, count: 4, content: CONTENT.zeros, order: 2 }));
  const { evicted } = evict(given, given.state.inode(1).cachedFrame(6));
  assertEquals([evicted.dropped, given.state.inode(1).cachedPages], [4, 0]);
});

Deno.test("a page that needs a slot where none is free is the caller's mistake", () => {
  const given = givenProcess();
  given.map(PAGE, 1);
  store(given, PAGE);
  assertThrows(() => evict(given, given.frameAt(PAGE)), Error, "no swap slot is free");
});
