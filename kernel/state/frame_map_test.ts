/** Tests of the map keyed by frames, beside a plain Map. */
import { assertEquals } from "@std/assert";
import { Random } from "../testing/random.ts";
import { FrameMap } from "./frame_map.ts";

Deno.test("the lowest free frame comes first, and full memory says so", () => {
  const map = FrameMap.create(1, 100);
  for (let frame = 1; frame < 100; frame++) {
    assertEquals(map.lowestFree(), frame);
    map.take(1, frame);
  }
  assertEquals(map.lowestFree(), -1);
  map.release(1, 42);
  assertEquals(map.lowestFree(), 42);
});

Deno.test("the map agrees with a set under seeded takes, releases and clones", () => {
  const random = new Random(7);
  const frameCount = 5000;
  let epoch = 1;
  let map = FrameMap.create(epoch, frameCount);
  const used = new Set([0]);
  for (let step = 0; step < 20000; step++) {
    const frame = 1 + random.below(frameCount - 1);
    if (random.below(100) === 0) map = map.clone(++epoch);
    if (used.has(frame)) {
      map.release(epoch, frame);
      used.delete(frame);
    } else if (random.below(3) > 0) {
      const lowest = map.lowestFree();
      if (lowest < 0) continue;
      assertEquals(used.has(lowest), false);
      for (let below = lowest - 1; below >= 0; below -= 97) assertEquals(used.has(below), true);
      map.take(epoch, lowest);
      used.add(lowest);
    }
    assertEquals(map.isUsed(frame), used.has(frame));
    assertEquals(map.usedCount, used.size);
  }
});

Deno.test("freeRun() stops at the first used frame and at the end of memory", () => {
  const map = FrameMap.create(1, 64);
  map.take(1, 10);
  assertEquals(map.freeRun(4, 100), 6);
  assertEquals(map.freeRun(60, 100), 4);
});

Deno.test("a listener hears of frames taken and given back; a copy has none", () => {
  const heard: string[] = [];
  const map = FrameMap.create(1, 8);
  map.listener = {
    taken: (frame) => heard.push(`taken ${frame}`),
    released: (frame) => heard.push(`released ${frame}`),
  };
  map.take(1, 3);
  const copy = map.clone(2);
  copy.take(2, 4);
  map.release(3, 3);
  assertEquals(heard, ["taken 3", "released 3"]);
  assertEquals([map.freeCount, copy.freeCount], [7, 5]);
});

Deno.test("a map of swap slots has all of them free, slot 0 too", () => {
  const map = FrameMap.createSlots(1, 3);
  assertEquals([map.lowestFree(), map.freeCount], [0, 3]);
  for (const slot of [0, 1, 2]) map.take(1, slot);
  assertEquals(map.lowestFree(), -1);
});

Deno.test("the lowest free frame is found after any taking and giving back", () => {
  const random = new Random(5);
  const map = FrameMap.create(1, 200);
  const used = new Set([0]);
  for (let step = 0; step < 4000; step++) {
    const frame = 1 + random.below(199);
    if (used.has(frame)) map.release(1, frame);
    else map.take(1, frame);
    if (!used.delete(frame)) used.add(frame);
    let lowest = 0;
    while (used.has(lowest)) lowest++;
    assertEquals(map.lowestFree(), lowest === 200 ? -1 : lowest);
    for (let again = step % 7 === 0 ? map.lowestFree() : -1; again >= 0; again = map.lowestFree()) {
      map.take(1, again);
      used.add(again);
    }
  }
});
