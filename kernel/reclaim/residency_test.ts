/** Tests of what a replacement policy is told, and asked. */
import { assertEquals } from "@std/assert";
import { CONTENT, insertPages } from "../memory/cache_insert.ts";
import { FILE_DEVICE, FS_EXT4 } from "../state/inode.ts";
import { givenProcess, type MachineFixture, range } from "../testing/machine_fixture.ts";
import { evictFrame } from "./evict.ts";
import { Fifo } from "./policies/fifo.ts";
import { Residency } from "./residency.ts";

const PAGE = 100;

/** A machine that a second residency follows, with what its policy is told: "+7w" inserted, "7r" referenced, "-7" removed. */
function givenFollowed(swapSlotCount = 8) {
  const given = givenProcess({ swapSlotCount });
  const told: string[] = [];
  class Told extends Fifo {
    override insert(frame: number, _page = 0, isWrite = false): void {
      told.push(`+${frame}${isWrite ? "w" : "r"}`);
      super.insert(frame);
    }
    override reference(frame = -1, isWrite = false): void {
      told.push(`${frame}${isWrite ? "w" : "r"}`);
    }
    override remove(frame: number): void {
      told.push(`-${frame}`);
      super.remove(frame);
    }
  }
  const residency = new Residency(given.state, {
    frameCount: given.state.frameMap.frameCount,
    swapSlotCount,
    storesAreUnseen: false,
    makePolicy: (making) => new Told(making),
    seed: 0,
  });
  given.machine.observer = { event: (header, outcome) => residency.endEvent(header, outcome) };
  const choose = (wanted: number, { heldFrame = -1, isDirect = false } = {}) =>
    residency.choose({ wanted, heldFrame, isDirect });
  return { given, told, residency, choose };
}

function framesOf(given: MachineFixture, count: number): number[] {
  return Array.from({ length: count }, (_, step) => given.frameAt(PAGE + step));
}

function touchPages(given: MachineFixture, count: number): number[] {
  given.map(PAGE, count);
  given.touchAll(Array.from({ length: count }, (_, step) => PAGE + step), "w");
  return framesOf(given, count);
}

Deno.test("a fault that brings a page in is its first reference, and only that", () => {
  const { given, told } = givenFollowed();
  const [frame] = touchPages(given, 1);
  assertEquals(told.map((entry) => entry.slice(0, -1)), [`+${frame}`]);
});

Deno.test("accesses and later faults are references; the zero page and absent pages are none", () => {
  const { given, told, residency } = givenFollowed();
  const [frame] = touchPages(given, 1);
  given.map(200, 2);
  given.touch(200, "r");
  told.length = 0;
  residency.endEvent({ kind: "access", process: 1, page: PAGE, count: 1, write: false }, {});
  residency.endEvent({ kind: "access", process: 1, page: 200, count: 2, write: true }, {});
  assertEquals(told, [`${frame}r`]);
  given.fork();
  given.touch(PAGE, "w");
  assertEquals(told.length, 2);
});

Deno.test("a page that is unmapped is removed, a page of a device never told of", () => {
  const { given, told } = givenFollowed();
  const [frame] = touchPages(given, 1);
  told.length = 0;
  given.call("munmap", range(PAGE, 1));
  assertEquals(told, [`-${frame}`]);
  given.openFile({ fileKind: FILE_DEVICE });
  given.cachePages(1, 0, 3);
  assertEquals(told.length, 1);
});

Deno.test("pages that were in memory before are told of in the order of their frames (RE3)", () => {
  const given = givenProcess();
  const frames = touchPages(given, 4);
  const inserted: number[] = [];
  class Told extends Fifo {
    override insert(frame: number): void {
      inserted.push(frame);
      super.insert(frame);
    }
  }
  const options = { frameCount: 256, swapSlotCount: 0, storesAreUnseen: false, seed: 0 };
  new Residency(given.state, { ...options, makePolicy: (making) => new Told(making) });
  assertEquals(inserted, frames.toSorted((one, other) => one - other));
});

Deno.test("victims are those of the policy, as many as wanted, and forgotten then", () => {
  const { given, choose } = givenFollowed();
  const frames = touchPages(given, 4);
  assertEquals(choose(2), frames.slice(0, 2));
  assertEquals(choose(9), frames.slice(2));
  assertEquals(choose(1), []);
});

Deno.test("a frame that is held is passed over, and stays in the policy", () => {
  const { given, choose } = givenFollowed();
  const frames = touchPages(given, 2);
  assertEquals(choose(2, { heldFrame: frames[0] }), [frames[1]]);
  assertEquals(choose(2), [frames[0]]);
});

Deno.test("no more pages are chosen than slots are free; the others wait for one (RE4)", () => {
  const { given, choose, told } = givenFollowed(1);
  const frames = touchPages(given, 3);
  assertEquals(choose(3), [frames[0]]);
  given.setUp((tx) => evictFrame(tx, frames[0], { swappedOut: 0, written: 0, dropped: 0 }));
  told.length = 0;
  assertEquals([choose(3), told], [[], []]);
  given.call("munmap", range(PAGE, 1));
  assertEquals(choose(3), [frames[1]]);
});

Deno.test("locked pages are parked, and return when they are unlocked", () => {
  const { given, choose } = givenFollowed();
  const frames = touchPages(given, 3);
  given.call("mlock", range(PAGE, 2));
  assertEquals(choose(3), [frames[2]]);
  assertEquals(choose(1, { isDirect: true }), []);
  given.call("munlock", range(PAGE + 1, 1));
  assertEquals(choose(3), [frames[1]]);
});

Deno.test("a parked page that goes for another reason is forgotten", () => {
  const { given, choose } = givenFollowed();
  touchPages(given, 1);
  given.call("mlock", range(PAGE, 1));
  assertEquals(choose(1), []);
  given.call("munmap", range(PAGE, 1));
  assertEquals(choose(1, { isDirect: true }), []);
});

Deno.test("a large folio is one victim, and counts for all its pages", () => {
  const { given, choose } = givenFollowed();
  given.openFile({ fileSystem: FS_EXT4, pageCount: 8 });
  given.setUp((tx) => insertPages(tx, { inode: 1, index: 4, count: 4, content: CONTENT.zeros, order: 2 }));
  const anonymous = touchPages(given, 1);
  assertEquals(choose(4), [given.state.inode(1).cachedFrame(4)]);
  assertEquals(choose(4), anonymous);
});
