/** Tests of which pages reclaim may take, and why not the others. */
import { assertEquals } from "@std/assert";
import { CONTENT, insertPages } from "../memory/cache_insert.ts";
import { MADV, MAP } from "../memory/mmap_flags.ts";
import { FILE_DEVICE, FS_EXT4 } from "../state/inode.ts";
import { givenProcess, type MachineFixture, range } from "../testing/machine_fixture.ts";
import { framesOfFolio, isReclaimable, keeps, KEPT, needsSlot } from "./evictable.ts";

const PAGE = 100;
const USUAL = { hasSlot: true, heldFrame: -1, storesAreUnseen: false };

/** Why a page of the process stays, or "free". */
function kept(given: MachineFixture, page: number, options: Partial<typeof USUAL> = {}): string {
  return keptFrame(given, given.frameAt(page), options);
}

function keptFrame(given: MachineFixture, frame: number, options: Partial<typeof USUAL> = {}): string {
  const reason = keeps(given.state, frame, { ...USUAL, ...options });
  return Object.entries(KEPT).find(([, value]) => value === reason)![0];
}

function givenWritten(): MachineFixture {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(PAGE, 2);
  given.storeAll([PAGE, PAGE + 1]);
  return given;
}

Deno.test("an anonymous page goes while there is a slot for it, and nobody holds it", () => {
  const given = givenWritten();
  assertEquals(kept(given, PAGE), "free");
  assertEquals(kept(given, PAGE, { hasSlot: false }), "slotless");
  assertEquals(kept(given, PAGE, { heldFrame: given.frameAt(PAGE) }), "held");
  assertEquals(kept(given, PAGE, { heldFrame: given.frameAt(PAGE + 1) }), "free");
});

Deno.test("a page that any process has locked stays, until it is unlocked", () => {
  const given = givenWritten();
  const child = given.fork();
  given.as(child, () => given.call("mlock", range(PAGE + 1, 1)));
  given.call("mlock", range(PAGE, 1));
  assertEquals(kept(given, PAGE), "locked");
  given.call("munlock", range(PAGE, 1));
  assertEquals(kept(given, PAGE), "free");
  assertEquals(given.as(child, () => kept(given, PAGE + 1)), "locked");
});

Deno.test("a page that was freed lazily needs no slot, unless it may have been written unseen", () => {
  const given = givenWritten();
  given.call("madvise", { ...range(PAGE, 1), advice: MADV.FREE });
  assertEquals(kept(given, PAGE, { hasSlot: false }), "free");
  assertEquals(kept(given, PAGE, { hasSlot: false, storesAreUnseen: true }), "slotless");
});

Deno.test("a page in the swap cache has its slot already", () => {
  const given = givenWritten();
  const frame = given.frameAt(PAGE);
  assertEquals(needsSlot(given.state, frame, false), true);
  given.call("madvise", { ...range(PAGE, 1), advice: MADV.PAGEOUT });
  assertEquals(needsSlot(given.state, frame, false), false);
  assertEquals(keptFrame(given, frame, { hasSlot: false }), "free");
});

Deno.test("a page that keeps a slot for itself needs one of those that can be had: its own may be taken", () => {
  const given = givenProcess({ swapSlotCount: 8 });
  given.map(PAGE, 1);
  given.storeAll([PAGE]);
  given.call("madvise", { ...range(PAGE, 1), advice: MADV.PAGEOUT });
  given.touch(PAGE, "r");
  assertEquals(needsSlot(given.state, given.frameAt(PAGE), false), true);
});

Deno.test("pages of memory-backed files need a slot, those of disk files do not", () => {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(PAGE, 1, { fd: given.openFile(), flags: MAP.SHARED });
  given.map(PAGE + 1, 1, { fd: given.openFile({ fileSystem: FS_EXT4 }), flags: MAP.SHARED });
  given.touchAll([PAGE, PAGE + 1], "w");
  assertEquals([PAGE, PAGE + 1].map((page) => kept(given, page, { hasSlot: false })), ["slotless", "free"]);
});

Deno.test("reclaim has to do with anonymous memory and regular files only", () => {
  const given = givenWritten();
  given.openFile();
  given.openFile({ fileKind: FILE_DEVICE });
  given.cachePages(1, 0, 1);
  given.cachePages(2, 0, 1);
  const frames = [given.frameAt(PAGE), ...[1, 2].map((inode) => given.state.inode(inode).cachedFrame(0))];
  assertEquals(frames.map((frame) => isReclaimable(given.state, frame)), [true, true, false]);
});

Deno.test("a large folio goes together, and stays when one of its pages does (EV1)", () => {
  const given = givenWritten();
  const fd = given.openFile({ fileSystem: FS_EXT4, pageCount: 8 });
  given.setUp((tx) => insertPages(tx, { inode: 1, index: 4, count: 4, content: CONTENT.zeros, order: 2 }));
  const frames = [4, 5, 6, 7].map((index) => given.state.inode(1).cachedFrame(index));
  assertEquals(framesOfFolio(given.state, frames[2]), frames);
  assertEquals(framesOfFolio(given.state, given.frameAt(PAGE)), [given.frameAt(PAGE)]);
  assertEquals(keptFrame(given, frames[0]), "free");
  assertEquals(keptFrame(given, frames[0], { heldFrame: frames[3] }), "held");
  given.map(200, 1, { fd, flags: MAP.SHARED, fileStart: 6 });
  given.touch(200, "r");
  given.call("mlock", range(200, 1));
  assertEquals(keptFrame(given, frames[0]), "locked");
});
