/** Tests of effects on runs of frames: given(frames).when(marked, given to another anon_vma).then(records, the digest). */
import { assertEquals, assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import type { KernelEffect } from "../event/effects.ts";
import {
  F_ANON,
  F_CACHED,
  F_CONTENT,
  F_REFERENCED,
  F_SLOT_KEPT,
  F_SPARSE,
  F_SWAP_CACHE,
  F_USED,
  FLAGS,
  OWNER,
} from "../memory/frame.ts";
import { givenProcess, type MachineFixture } from "../testing/machine_fixture.ts";
import { checkUndo } from "../testing/undo.ts";

/** Pages 100 and 101 are frames 1 and 2. */
function givenFrames(): MachineFixture {
  const given = givenProcess({ frameCount: 16 });
  given.map(100, 4);
  given.touchAll([100, 101], "w");
  return given;
}

Deno.test("framesMark sets and clears flags of a run of frames", () => {
  const given = givenFrames();
  const mark = (set: number, clear: number): KernelEffect => ({
    kind: "framesMark",
    frame: 1,
    count: 2,
    set,
    clear,
  });
  checkUndo(given, [mark(F_REFERENCED, 0)], [mark(0, F_REFERENCED)]);
  given.apply(mark(F_REFERENCED, 0));
  assertEquals([1, 2].map((frame) => given.state.frameWord(frame, FLAGS) & F_REFERENCED), [512, 512]);
});

Deno.test("framesMark does not say what a frame keeps, whose it is, or where it is found", () => {
  for (const flag of [F_SPARSE, F_CONTENT, F_USED, F_ANON, F_CACHED, F_SWAP_CACHE]) {
    for (const [set, clear] of [[flag, 0], [0, flag], [F_REFERENCED, flag]]) {
      const mark: KernelEffect = { kind: "framesMark", frame: 1, count: 1, set, clear };
      const refusal = `framesMark changes flags ${flag}, which are not its to change`;
      assertThrows(() => givenFrames().apply(mark), KernelAssertion, refusal);
    }
  }
});

Deno.test("framesMark lets a frame keep a slot only in the swap cache", () => {
  for (const [set, clear] of [[F_SLOT_KEPT, 0], [0, F_SLOT_KEPT]]) {
    const mark: KernelEffect = { kind: "framesMark", frame: 1, count: 1, set, clear };
    const refusal = "frame 1 is not in the swap cache, and keeps no slot";
    assertThrows(() => givenFrames().apply(mark), KernelAssertion, refusal);
    const given = givenFrames();
    given.apply({ kind: "swapCacheInsert", frame: 1, slot: 0 }, mark);
    assertEquals(given.state.frameWord(1, FLAGS) & F_SLOT_KEPT, set);
  }
});

Deno.test("framesOwner gives anonymous frames to another anon_vma", () => {
  const given = givenFrames();
  const child = given.fork();
  given.touch(100, "w");
  const anonVma = given.as(child, () => given.vmaAt(100).anonVma);
  const owner = { kind: "framesOwner", frame: 1, count: 1 } as const;
  checkUndo(given, [{ ...owner, anonVma }], [{ ...owner, anonVma: 1 }]);
  given.apply({ ...owner, anonVma });
  assertEquals([given.state.frameWord(1, OWNER), given.state.frameWord(2, OWNER)], [anonVma, 1]);
});

Deno.test("framesOwner is for anonymous frames only", () => {
  const given = givenFrames();
  given.openFile();
  given.cachePages(1, 0, 1);
  const frame = given.state.inode(1).cachedFrame(0);
  const owner: KernelEffect = { kind: "framesOwner", frame, count: 1, anonVma: 1 };
  assertThrows(() => given.apply(owner), Error, `frame ${frame} is not anonymous`);
});
