/** Tests of first touches of anonymous memory: given(a VMA).when(read, written).then(zero page, or a frame of its own). */
import { assertEquals } from "@std/assert";
import { F_EXCLUSIVE, FLAGS, frameIndex, OWNER } from "../memory/frame.ts";
import { givenProcess } from "../testing/machine_fixture.ts";

Deno.test("a read maps the zero page, and needs no anon_vma", () => {
  const given = givenProcess();
  given.map(100, 2);
  assertEquals(given.effectsOf(() => given.touch(100, "r")), ["pagesZero 100"]);
  assertEquals([given.vmaAt(100).anonVma, given.state.frameMap.usedCount], [0, 1]);
});

Deno.test("a write takes a zeroed frame, owned by the VMA's anon_vma and exclusive", () => {
  const given = givenProcess();
  given.map(100, 2);
  assertEquals(given.effectsOf(() => given.touch(101, "w")), [
    "anonVmaNew",
    "vmaPut 100-102 rw-p",
    "pagesFresh 101",
  ]);
  const frame = given.frameAt(101);
  const { frames } = given.state;
  assertEquals([given.state.content(frame), given.state.frameWord(frame, OWNER)], [0, 1]);
  assertEquals(frameIndex(frames.peek(frame), frames.offset(frame)), 101);
  assertEquals((given.state.frameWord(frame, FLAGS) & F_EXCLUSIVE) !== 0, true);
});

Deno.test("a mapping that is written in order lies in one run of frames", () => {
  const given = givenProcess();
  given.map(100, 3);
  given.map(200, 1, { rights: "r" });
  given.touchAll([100, 101, 102], "w");
  assertEquals([100, 101, 102].map((page) => given.frameAt(page)), [1, 2, 3]);
});

Deno.test("when memory is full a write cannot be served; a read can", () => {
  const given = givenProcess();
  given.map(100, 2);
  given.fillMemory();
  assertEquals([given.serveFault(100, "w"), given.serveFault(101, "r")], ["no memory", "minor"]);
  assertEquals(given.residency(100, 2), ".z");
});
