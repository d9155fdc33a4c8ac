/** Tests of the map of free frames: given(frames in use).when(some are taken and given back).then(which are free). */
import { assertEquals } from "@std/assert";
import { Random } from "../testing/random.ts";
import { FrameMap } from "./frame_map.ts";

/** A map of so many frames, of which the zero page is in use. */
function mapOf(frameCount: number): FrameMap {
  return new FrameMap(frameCount, 1, () => [0]);
}

Deno.test("the lowest free frame comes first, and full memory says so", () => {
  const map = mapOf(100);
  for (let frame = 1; frame < 100; frame++) {
    assertEquals(map.lowestFree(), frame);
    map.take(frame);
  }
  assertEquals(map.lowestFree(), -1);
  map.release(42);
  assertEquals(map.lowestFree(), 42);
});

Deno.test("a map that is asked late says the same as one that is asked all the time", () => {
  const random = new Random(7);
  const used = new Set([0]);
  const asked = mapOf(5000);
  assertEquals(asked.lowestFree(), 1);
  let late = new FrameMap(5000, 1, () => used);
  for (let step = 0; step < 20000; step++) {
    const frame = 1 + random.below(4999);
    const isUsed = used.has(frame);
    for (const map of [asked, late]) isUsed ? map.release(frame) : map.take(frame);
    if (!used.delete(frame)) used.add(frame);
    assertEquals(asked.isUsed(frame), !isUsed);
    if (step % 500 !== 0) continue;
    const answers = (
      map: FrameMap,
    ) => [map.lowestFree(), map.isUsed(77), map.freeRun(frame, 20), map.freeCount];
    assertEquals(answers(asked), answers(late));
    assertEquals(late.usedCount, used.size);
    if (random.chance(1, 2)) late = new FrameMap(5000, used.size, () => used);
  }
});

Deno.test("freeRun() stops at the first used frame and at the end of memory", () => {
  const map = new FrameMap(64, 2, () => [0, 10]);
  assertEquals(map.freeRun(4, 100), 6);
  assertEquals(map.freeRun(60, 100), 4);
});

Deno.test("a listener hears of frames taken and given back", () => {
  const heard: string[] = [];
  const map = mapOf(8);
  map.listener = {
    taken: (frame) => heard.push(`taken ${frame}`),
    released: (frame) => heard.push(`released ${frame}`),
  };
  map.take(3);
  map.release(3);
  assertEquals(heard, ["taken 3", "released 3"]);
  assertEquals(map.freeCount, 7);
});
