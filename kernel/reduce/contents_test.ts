/** Tests of the reducers of bytes: given(a page).when(bytes are written, filled, copied).then(what it holds). */
import { assertEquals, assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import type { KernelEffect } from "../event/effects.ts";
import { F_CONTENT, F_DIRTY, F_KEPT, F_SPARSE, FLAGS } from "../memory/frame.ts";
import { checkState } from "../check/check_state.ts";
import { readByte } from "../state/content.ts";
import { givenProcess, type MachineFixture } from "../testing/machine_fixture.ts";
import { checkUndo } from "../testing/undo.ts";

/** Frames 1 and 2, both of zeros. */
function givenFrames(): MachineFixture {
  const given = givenProcess();
  given.map(100, 2);
  given.touchAll([100, 101], "w");
  return given;
}

function bytesOf(given: MachineFixture, frame: number, ...offsets: number[]): number[] {
  return offsets.map((offset) => readByte(given.state.content(frame), offset));
}

const write = (offset: number, ...bytes: number[]): KernelEffect => ({
  kind: "bytesWrite",
  frame: 1,
  offset,
  bytes: Uint8Array.from(bytes),
});
const fill = (offset: number, lengthBytes: number, value: number): KernelEffect => ({
  kind: "bytesFill",
  frame: 1,
  offset,
  lengthBytes,
  value,
});
const copy = (source: number, sourceOffset: number, offset: number, lengthBytes: number): KernelEffect => ({
  kind: "bytesCopy",
  source,
  sourceOffset,
  frame: 1,
  offset,
  lengthBytes,
});

Deno.test("bytesWrite writes known bytes; zeros written over them lead back to the zero page", () => {
  const given = givenFrames();
  checkUndo(given, [write(10, 1, 2)], [write(10, 0, 0)]);
  given.apply(write(4094, 1, 2));
  assertEquals(bytesOf(given, 1, 4093, 4094, 4095), [0, 1, 2]);
});

Deno.test("bytesFill refuses what is no byte, whatever the page holds", () => {
  for (const value of [256, -2, 2 ** 31, 2 ** 32, 2 ** 36 + 7, -(2 ** 32) - 1]) {
    for (const before of [[], [write(10, 1)], [fill(0, 4096, -1)]]) {
      for (const effect of [fill(0, 4096, value), fill(64, 64, value), fill(3, 2, value)]) {
        const given = givenFrames();
        if (before.length > 0) given.apply(...before);
        const refusal = `a page is filled with ${value}, which is no byte`;
        assertThrows(() => given.apply(effect), KernelAssertion, refusal);
        checkState(given.state);
      }
    }
  }
});

Deno.test("bytesFill fills a run, or the page, with one value or with what nobody knows", () => {
  const given = givenFrames();
  checkUndo(given, [fill(10, 100, 7)], [fill(10, 100, 0)]);
  given.apply(fill(0, 4096, -1), fill(5, 1, 3));
  assertEquals(bytesOf(given, 1, 4, 5, 6), [-1, 3, -1]);
  given.apply(fill(0, 4096, 9));
  assertEquals(given.state.content(1), 9);
});

Deno.test("bytesCopy copies from another frame, unknown bytes as unknown", () => {
  const given = givenFrames();
  given.apply(
    { ...write(0, 1, 2, 3), frame: 2 } as KernelEffect,
    { ...fill(3, 1, -1), frame: 2 } as KernelEffect,
  );
  given.apply(copy(2, 1, 100, 4));
  assertEquals(bytesOf(given, 1, 99, 100, 101, 102, 103), [0, 2, 3, -1, 0]);
  checkUndo(given, [copy(2, 0, 500, 3)], [fill(500, 3, 0)]);
});

Deno.test("bytesCopy within a frame goes upwards: what was copied is copied again", () => {
  const given = givenFrames();
  given.apply(write(0, 1, 2), copy(1, 0, 2, 6));
  assertEquals(bytesOf(given, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8), [1, 2, 1, 2, 1, 2, 1, 2, 0]);
  given.apply(copy(1, 1, 0, 3));
  assertEquals(bytesOf(given, 1, 0, 1, 2, 3), [2, 1, 2, 2]);
});

Deno.test("a frame whose bytes change is dirty, and a copy of it stays as it was", () => {
  const given = givenFrames();
  given.apply({ kind: "framesMark", frame: 1, count: 1, set: 0, clear: F_DIRTY });
  given.apply(write(0, 1));
  const before = given.state.checkpoint();
  given.apply(write(0, 2));
  assertEquals(given.state.frameWord(1, FLAGS) & F_DIRTY, F_DIRTY);
  assertEquals([readByte(before.content(1), 0), ...bytesOf(given, 1, 0)], [1, 2]);
});

Deno.test("a page is sparse while few words of it were written; its digest is the same however it is kept", () => {
  const [few, many] = [givenFrames(), givenFrames()];
  const kept = ({ state }: MachineFixture) => state.frameWord(1, FLAGS) & F_KEPT;
  few.apply(write(8, 1, 2, 3), fill(1024, 512, 7), write(1030, 9));
  many.apply(...Array.from({ length: 40 }, (_, word) => write(100 * word, 1)), fill(0, 4096, 0));
  assertEquals([kept(few), kept(many)], [F_SPARSE, 0]);
  many.apply(fill(9, 3, -1), fill(0, 4096, 0), write(0, ...new Array(200).fill(0)));
  many.apply(write(1030, 9), write(8, 1, 2, 3), fill(1024, 6, 7), fill(1031, 505, 7));
  assertEquals(kept(many), F_CONTENT);
  assertEquals(few.state.digest.toHex(), many.state.digest.toHex());
  few.apply(...Array.from({ length: 12 }, (_, word) => write(2048 + 8 * word, word)));
  assertEquals(kept(few), F_CONTENT);
  assertEquals(bytesOf(few, 1, 8, 1029, 1030, 1031, 2048 + 88), [1, 7, 9, 7, 11]);
  few.apply(fill(0, 4096, 0));
  assertEquals([kept(few), few.state.content(1)], [0, 0]);
});

Deno.test("a copied sparse page is a page of its own, and a page that is freed gives up its words", () => {
  const given = givenFrames();
  given.apply(write(8, 1), { ...write(16, 2), frame: 2 } as KernelEffect);
  given.apply(copy(2, 0, 100, 50));
  given.apply({ ...write(16, 3), frame: 2 } as KernelEffect);
  assertEquals(bytesOf(given, 1, 8, 116), [1, 2]);
  given.apply({ kind: "pagesUnmap", space: 1, page: 100, count: 2 });
  const { madeWords } = given.state.frames.tree;
  given.touchAll([100, 101], "w");
  given.apply(write(8, 1), { ...write(16, 2), frame: 2 } as KernelEffect);
  assertEquals(given.state.frames.tree.madeWords, madeWords);
  assertEquals([...given.state.sparsePages.withPage()], [1, 2]);
});

Deno.test("a sparse page that enters the swap cache becomes a content of its own, and gets no sparse one there", () => {
  const given = givenFrames();
  const kept = () => given.state.frameWord(1, FLAGS) & F_KEPT;
  given.apply(write(8, 1), { kind: "swapCacheInsert", frame: 1, slot: 6 });
  assertEquals([kept(), given.state.frameSlot(1), ...bytesOf(given, 1, 8)], [F_CONTENT, 6, 1]);
  given.apply(fill(0, 4096, 0));
  assertEquals(kept(), 0);
  given.apply(write(16, 2));
  assertEquals([kept(), given.state.frameSlot(1)], [F_CONTENT, 6]);
  given.apply(fill(0, 4096, 0), { kind: "swapCacheRemove", frame: 1, keepSlot: false }, write(16, 3));
  assertEquals([kept(), given.state.frameSlot(1), ...bytesOf(given, 1, 16)], [F_SPARSE, -1, 3]);
  checkState(given.state);
});

Deno.test("bytes outside of a frame, or of a frame that is not there, are refused", () => {
  const { frameCount } = givenFrames().state.frameMap;
  const refused = (effect: KernelEffect) =>
    assertThrows(() => givenFrames().apply(effect), KernelAssertion, "do not lie within a frame");
  for (const frame of [-1, frameCount]) {
    refused({ ...write(8, 1), frame } as KernelEffect);
    refused({ ...fill(8, 8, 1), frame } as KernelEffect);
    refused({ ...copy(2, 0, 8, 8), frame } as KernelEffect);
    refused(copy(frame, 0, 8, 8));
  }
  refused(write(4095, 1, 2));
  refused(fill(8, 4096, 1));
  refused(copy(2, 4000, 0, 100));
});
