/** Tests of the page tables' reducers: given(a few pages).when(an effect).then(entries, frames, digest). */
import { assertEquals, assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import { checkState } from "../check/check_state.ts";
import type { KernelEffect } from "../event/effects.ts";
import {
  F_ANON,
  F_DIRTY,
  F_EXCLUSIVE,
  F_REFERENCED,
  FLAGS,
  frameIndex,
  MAPS,
  OWNER,
} from "../memory/frame.ts";
import { isWritable, PTE_DIRTY } from "../memory/pte.ts";
import { readByte } from "../state/content.ts";
import { givenProcess, type MachineFixture } from "../testing/machine_fixture.ts";
import { checkUndo } from "../testing/undo.ts";

/** Anonymous pages 100 … 109, of which 100 and 101 are present; pages 110 … 119 of a file with four pages cached. */
function givenPages(): MachineFixture {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(100, 10);
  given.touchAll([100, 101], "w");
  given.map(110, 10, { fd: given.openFile() });
  given.cachePages(1, 0, 4);
  return given;
}

const at = (page: number, count = 1) => ({ space: 1, page, count });
const fresh = (page: number, count: number): KernelEffect => ({
  kind: "pagesFresh",
  ...at(page, count),
  frame: 50,
  anonVma: 1,
  indexShift: 0,
});
const unmap = (page: number, count: number): KernelEffect => ({ kind: "pagesUnmap", ...at(page, count) });

function flagsOf(given: MachineFixture, page: number): number {
  return given.state.frameWord(given.frameAt(page), FLAGS);
}

Deno.test("pagesFresh maps zeroed frames that belong to the anon_vma; unmapping frees them", () => {
  const given = givenPages();
  checkUndo(given, [fresh(104, 3)], [unmap(104, 3)]);
  given.apply(fresh(104, 3));
  const frame = given.frameAt(106);
  const { frames } = given.state;
  assertEquals([frame, given.residency(103, 5), given.state.content(frame)], [52, ".aaa.", 0]);
  assertEquals([given.state.frameWord(frame, OWNER), frameIndex(frames.peek(frame), frames.offset(frame))], [
    1,
    106,
  ]);
  assertEquals(flagsOf(given, 106) & (F_ANON | F_EXCLUSIVE | F_DIRTY), F_ANON | F_EXCLUSIVE | F_DIRTY);
});

Deno.test("pagesFresh takes the place of the zero page", () => {
  const given = givenPages();
  given.touch(104, "r");
  checkUndo(given, [fresh(104, 1)], [unmap(104, 1), { kind: "pagesZero", ...at(104) }]);
});

Deno.test("pagesZero and pagesGuard fill absent entries only", () => {
  const given = givenPages();
  checkUndo(given, [{ kind: "pagesZero", ...at(102, 4) }], [unmap(102, 4)]);
  checkUndo(given, [{ kind: "pagesGuard", ...at(102, 4) }], [unmap(100 + 2, 4)]);
  for (const kind of ["pagesZero", "pagesGuard"] as const) {
    assertThrows(
      () => givenPages().apply({ kind, ...at(100, 4) }),
      Error,
      "page 100 of space 1 is not absent",
    );
  }
});

Deno.test("pagesMap counts a mapping of each frame; unmapping keeps cached frames", () => {
  const given = givenPages();
  const frame = given.state.inode(1).cachedFrame(0);
  const map: KernelEffect = { kind: "pagesMap", ...at(110, 3), frame, writable: true, dirty: true };
  checkUndo(given, [map], [unmap(110, 3)]);
  given.apply(map);
  assertEquals([given.residency(110, 4), given.state.frameWord(frame, MAPS)], ["fff.", 1]);
  assertEquals([isWritable(given.space.pte(110)), given.space.pte(110) & PTE_DIRTY], [true, PTE_DIRTY]);
  given.apply({ ...map, writable: false, dirty: false });
  assertEquals([given.state.frameWord(frame, MAPS), isWritable(given.space.pte(110))], [1, false]);
});

Deno.test("pagesMap and framesMark refuse frames that are free, and those that do not exist", () => {
  const givenFew = () => givenProcess({ frameCount: 16 });
  for (const frame of [-1, 0, 5, 15, 16, 2 ** 24 - 1, 2 ** 24, 2 ** 31 - 1, 2 ** 32 + 1, 2 ** 34 + 1]) {
    const map: KernelEffect = { kind: "pagesMap", ...at(105), frame, writable: false, dirty: false };
    const mark: KernelEffect = { kind: "framesMark", frame, count: 1, set: F_REFERENCED, clear: 0 };
    const refusal = frame >= 0 && frame < 2 ** 24 ? `frame ${frame} is free` : `${frame} is not`;
    assertThrows(() => givenFew().apply(map), KernelAssertion, refusal);
    assertThrows(() => givenFew().apply(mark), KernelAssertion, refusal);
  }
});

Deno.test("pageCopy puts a frame with the source's content in the place of the entry", () => {
  const given = givenPages();
  const source = given.state.inode(1).cachedFrame(0);
  given.apply({ kind: "bytesWrite", frame: source, offset: 9, bytes: Uint8Array.of(7) });
  given.touch(112, "w");
  given.touch(110, "r");
  const anonVma = given.vmaAt(110).anonVma;
  const copy: KernelEffect = {
    kind: "pageCopy",
    space: 1,
    page: 110,
    source,
    frame: 60,
    anonVma,
    indexShift: -110,
    readOnly: false,
  };
  const map: KernelEffect = { kind: "pagesMap", ...at(110), frame: source, writable: false, dirty: false };
  checkUndo(given, [copy], [map]);
  given.apply({ ...copy, readOnly: true });
  assertEquals([given.frameAt(110), readByte(given.state.content(60), 9)], [60, 7]);
  assertEquals([isWritable(given.space.pte(110)), given.state.frameWord(source, MAPS)], [false, 0]);
});

Deno.test("pageReuse gives the page to its last holder", () => {
  const given = givenPages();
  given.fork();
  given.as(2, () => given.call("exit"));
  given.apply({ kind: "pageReuse", space: 1, page: 100, anonVma: 1 });
  assertEquals([isWritable(given.space.pte(100)), flagsOf(given, 100) & F_EXCLUSIVE], [true, F_EXCLUSIVE]);
});

Deno.test("pagesReadOnly and pagesWritable change present entries of the run", () => {
  const given = givenPages();
  const readOnly: KernelEffect = { kind: "pagesReadOnly", ...at(100, 10), clean: false };
  checkUndo(given, [readOnly], [{ kind: "pagesWritable", ...at(100, 10) }]);
  given.apply({ ...readOnly, clean: true });
  assertEquals([given.residency(100, 3), given.space.pte(100) & PTE_DIRTY], ["aa.", 0]);
});

Deno.test("pageReuse and pagesSwap are for present entries: one in swap does not name a frame", () => {
  const givenSwapped = () => {
    const given = givenPages();
    const slot = given.frameAt(101);
    given.apply({ kind: "swapCacheInsert", frame: given.frameAt(100), slot }, {
      kind: "pagesSwap",
      space: 1,
      page: 100,
      slot,
    });
    return given;
  };
  for (const page of [100, 105]) {
    const reuse: KernelEffect = { kind: "pageReuse", space: 1, page, anonVma: 1 };
    const swap: KernelEffect = { kind: "pagesSwap", space: 1, page, slot: givenSwapped().frameAt(101) };
    for (const effect of [reuse, swap]) {
      assertThrows(() => givenSwapped().apply(effect), KernelAssertion, "frame 0 is free");
    }
  }
});

Deno.test("pageCopy refuses a source that is no frame, whatever the frames beside it hold", () => {
  const copyNothing: KernelEffect = {
    kind: "pageCopy",
    ...at(110),
    source: -1,
    frame: 60,
    anonVma: 1,
    indexShift: 0,
    readOnly: false,
  };
  const given = givenPages();
  // Frame 3 keeps a content: its record is where that of a frame -1 would be.
  given.apply({ kind: "bytesFill", frame: 3, offset: 0, lengthBytes: 4096, value: -1 });
  assertThrows(() => given.apply(copyNothing), KernelAssertion, "page 110 of space 1 is a copy of frame -1");
});

Deno.test("only an anonymous page becomes exclusive", () => {
  const reuse: KernelEffect = { kind: "pageReuse", space: 1, page: 110, anonVma: 1 };
  const given = givenPages();
  given.touch(110, "r");
  const frame = given.frameAt(110);
  assertThrows(() => given.apply(reuse), KernelAssertion, `frame ${frame} is not anonymous`);
  const mark: KernelEffect = { kind: "framesMark", frame, count: 1, set: F_EXCLUSIVE, clear: 0 };
  const other = givenPages();
  other.touch(110, "r");
  assertThrows(() => other.apply(mark), KernelAssertion, `frame ${frame} is not anonymous`);
});

Deno.test("pagesUnmap passes over absent entries, however long the run", () => {
  const given = givenPages();
  given.apply(unmap(0, 2 ** 35));
  assertEquals([given.residency(100, 10), given.state.frameMap.usedCount], ["..........", 5]);
});

Deno.test("pagesUnmap gives up more frames than are listed at once, of leaves that are full and of others", () => {
  for (const [first, count] of [[0, 2 ** 35], [1000, 1000], [1007, 480]]) {
    const given = givenProcess({ frameCount: 1000 });
    given.map(1000, 1000);
    const pages = Array.from({ length: 500 }, (_, index) => 1000 + index).filter((page) => page % 5 !== 0);
    given.touchAll(pages, "w");
    given.fork();
    const before = given.state.frameMap.usedCount;
    const last = first + count - 1;
    const left = pages.filter((page) => page < first || page > last);
    given.apply(unmap(first, count));
    assertEquals(pages.filter((page) => given.space.pte(page) !== 0), left);
    checkState(given.state);
    assertEquals(given.state.frameMap.usedCount, before);
    given.apply({ kind: "pagesUnmap", space: 2, page: first, count });
    checkState(given.state);
    assertEquals(given.state.frameMap.usedCount, before - pages.length + left.length);
  }
});

Deno.test("pagesMove refuses a run that would move onto itself", () => {
  for (const [toPage, count] of [[101, 2], [99, 2], [100, 1], [2 ** 34, 2 ** 53 - 1]]) {
    const move: KernelEffect = { kind: "pagesMove", space: 1, page: 100, toPage, count };
    const refusal = `${count} pages from 100 on would move onto themselves, by ${toPage - 100}`;
    assertThrows(() => givenPages().apply(move), KernelAssertion, refusal);
  }
});

Deno.test("pagesMove takes entries to another place of the space", () => {
  const given = givenPages();
  given.touchAll([102, 103], "r");
  const move = (page: number, toPage: number): KernelEffect => ({
    kind: "pagesMove",
    ...at(page, 3),
    toPage,
  });
  checkUndo(given, [move(102, 106)], [move(106, 102)]);
  given.apply(move(102, 106));
  assertEquals(given.residency(100, 10), "aa....zz..");
});

Deno.test("pagesUnmap from page 0 on takes the whole table away, or what lies below its end", () => {
  const pages = [100, 101, 5000, 2 ** 33];
  const given = givenProcess();
  given.map(16, 5984);
  given.map(2 ** 33, 1);
  given.touchAll(pages, "w");
  const before = given.state.checkpoint();
  const counts = () => [given.space.pages.leafCount, given.state.frameMap.usedCount];
  const zeroFrame = given.state.frameMap.usedCount - pages.length;
  given.apply(unmap(0, 6000));
  assertEquals(counts(), [1, zeroFrame + 1]);
  given.apply(unmap(0, 2 ** 35));
  assertEquals(counts(), [0, zeroFrame]);
  checkState(given.state);
  checkState(before);
  assertEquals(pages.map((page) => before.space(1).pte(page) !== 0), [true, true, true, true]);
  given.touchAll(pages, "w");
  assertEquals(counts(), [3, zeroFrame + 4]);
  checkState(given.state);
});

Deno.test("pagesSwap makes the entry name the slot, which knows whether the page was exclusive", () => {
  const given = givenPages();
  const frame = given.frameAt(100);
  checkUndo(given, [
    { kind: "swapCacheInsert", frame, slot: 2 },
    { kind: "pagesSwap", space: 1, page: 100, slot: 2 },
  ], [
    { kind: "pagesMap", ...at(100), frame, writable: true, dirty: true },
    { kind: "framesMark", frame, count: 1, set: F_EXCLUSIVE, clear: 0 },
  ]);
});
