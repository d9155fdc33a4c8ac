/** Tests of the steps on frames: given(frames).when(taken, shared, let go).then(records, the free map, the digest). */
import { assertEquals, assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import { checkDigest } from "../check/check_digest.ts";
import { F_ANON, F_EXCLUSIVE, F_REFERENCED, FLAGS, FRAME_WORDS, frameIndex, MAPS } from "../memory/frame.ts";
import { givenProcess, type MachineFixture } from "../testing/machine_fixture.ts";
import {
  addMapping,
  admitFrame,
  closeFrame,
  dropMapping,
  openFrame,
  shareFrame,
  takeFrame,
  takeFreshFrame,
  withdrawFrame,
} from "./frames.ts";

/** Pages 100 and 101 are frames 1 and 2. */
function givenFrames(): MachineFixture {
  const given = givenProcess({ frameCount: 16 });
  given.map(100, 4);
  given.touchAll([100, 101], "w");
  return given;
}

Deno.test("a frame that another process shares is mapped once more; an anonymous one is not exclusive any more", () => {
  const given = givenFrames();
  given.openFile();
  given.cachePages(1, 0, 1);
  const cached = given.state.inode(1).cachedFrame(0);
  for (const frame of [1, 2, cached, 1, cached]) {
    const [maps, flags] = [MAPS, FLAGS].map((column) => given.state.frameWord(frame, column));
    assertEquals(shareFrame(given.state, frame), flags);
    assertEquals(given.state.frameWord(frame, MAPS), maps + 1);
    assertEquals(given.state.frameWord(frame, FLAGS), frame === cached ? flags : flags & ~F_EXCLUSIVE);
  }
  checkDigest(given.state);
  assertThrows(() => shareFrame(given.state, 15), KernelAssertion, "frame 15 is free");
});

Deno.test("a frame is free again, and its record all zero, when its last reference goes", () => {
  const { state } = givenFrames();
  addMapping(state, 1);
  dropMapping(state, 1);
  assertEquals([state.frameWord(1, MAPS), state.frameMap.isUsed(1)], [1, true]);
  dropMapping(state, 1);
  const offset = state.frames.offset(1);
  assertEquals([...state.frames.peek(1).subarray(offset, offset + FRAME_WORDS)], [0, 0, 0, 0, 0, 0, 0, 0]);
  assertEquals([state.frameMap.isUsed(1), state.frameMap.lowestFree()], [false, 1]);
});

Deno.test("a frame that is in use, is the zero page, or does not exist cannot be taken", () => {
  const { state } = givenFrames();
  for (const frame of [1, 0, 16]) {
    assertThrows(() => takeFrame(state, frame, F_ANON, 1, 0), Error, `frame ${frame} of 16 cannot be taken`);
  }
});

Deno.test("a free frame cannot be changed", () => {
  const { state } = givenFrames();
  assertThrows(() => openFrame(state, 9), Error, "frame 9 is free");
});

Deno.test("a frame that is opened and closed unchanged leaves the digest as it was; a change enters it", () => {
  const { state } = givenFrames();
  const before = state.digest.toHex();
  closeFrame(state, 1, openFrame(state, 1));
  assertEquals(state.digest.toHex(), before);
  const leaf = openFrame(state, 1);
  leaf[state.frames.offset(1) + FLAGS] |= F_REFERENCED;
  closeFrame(state, 1, leaf);
  assertEquals(state.digest.toHex() === before, false);
  checkDigest(state);
});

Deno.test("a frame that is withdrawn is not in the digest until it is admitted", () => {
  const { state } = givenFrames();
  const before = state.digest.toHex();
  withdrawFrame(state, 1);
  assertEquals(state.digest.toHex() === before, false);
  admitFrame(state, 1, state.frames.own(state.epoch, 1));
  assertEquals(state.digest.toHex(), before);
});

Deno.test("a fresh frame comes and goes with the terms of its whole record, however large its index is", () => {
  const { state } = givenFrames();
  const before = state.digest.toHex();
  for (const index of [0, 7, 2 ** 30 - 1, 2 ** 30, 31 * 2 ** 30 + 5, 2 ** 36 - 1]) {
    takeFreshFrame(state, 9, 5, index);
    assertEquals(frameIndex(state.frames.peek(9), state.frames.at), index);
    checkDigest(state);
    dropMapping(state, 9);
    assertEquals(state.digest.toHex(), before);
    const offset = state.frames.offset(9);
    assertEquals(
      state.frames.peek(9).subarray(offset, offset + FRAME_WORDS).every((word) => word === 0),
      true,
    );
  }
});
