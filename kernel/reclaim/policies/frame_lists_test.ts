/** Tests of the lists of frames. */
import { assertEquals, assertThrows } from "@std/assert";
import { KernelAssertion } from "../../assert.ts";
import { Random } from "../../testing/random.ts";
import { FrameLists, NO_FRAME } from "./frame_lists.ts";

Deno.test("append() puts frames at the newest end, unlink() takes them from anywhere", () => {
  const lists = new FrameLists(8);
  for (const frame of [3, 1, 4, 5]) lists.append(0, frame);
  lists.unlink(4);
  assertEquals(lists.frames(0), [3, 1, 5]);
  lists.moveToEnd(0, 3);
  assertEquals(lists.frames(0), [1, 5, 3]);
  assertEquals([lists.holds(3), lists.holds(4)], [true, false]);
  assertEquals([lists.oldest(0), lists.newerThan(5), lists.newerThan(3)], [1, 3, NO_FRAME]);
});

Deno.test("join() moves a whole list to the end of another", () => {
  const lists = new FrameLists(8, 3);
  for (const frame of [0, 1]) lists.append(0, frame);
  for (const frame of [2, 3]) lists.append(1, frame);
  lists.join(0, 1);
  lists.join(0, 2);
  lists.join(0, 0);
  assertEquals([lists.frames(0), lists.frames(1), lists.isEmpty(1)], [[0, 1, 2, 3], [], true]);
  lists.unlink(2);
  lists.join(2, 0);
  assertEquals(lists.frames(2), [0, 1, 3]);
});

Deno.test("oldestOf() passes over frames that may not be taken", () => {
  const lists = new FrameLists(8);
  for (const frame of [6, 2, 7]) lists.append(0, frame);
  assertEquals(lists.oldestOf(0, (frame) => frame !== 6), 2);
  assertEquals(lists.oldestOf(0, () => false), NO_FRAME);
});

Deno.test("a frame is in one list at most", () => {
  const lists = new FrameLists(4, 2);
  lists.append(0, 1);
  assertThrows(() => lists.append(1, 1), KernelAssertion);
  assertThrows(() => lists.insertBefore(1, 1), KernelAssertion);
  assertThrows(() => lists.unlink(2), KernelAssertion);
});

Deno.test("lists hold what arrays hold, whatever is done to them", () => {
  const random = new Random(11);
  const lists = new FrameLists(16, 3);
  const arrays: number[][] = [[], [], []];
  for (let step = 0; step < 4000; step++) {
    const frame = random.below(16);
    const list = random.below(3);
    const holder = arrays.find((array) => array.includes(frame));
    if (random.chance(1, 12)) {
      const from = random.below(3);
      lists.join(list, from);
      if (list !== from) arrays[list].push(...arrays[from].splice(0));
    } else if (holder !== undefined) {
      lists.unlink(frame);
      holder.splice(holder.indexOf(frame), 1);
    } else if (arrays[list].length > 0 && random.chance(1, 3)) {
      const place = random.pick(arrays[list]);
      lists.insertBefore(place, frame);
      arrays[list].splice(arrays[list].indexOf(place), 0, frame);
    } else {
      lists.append(list, frame);
      arrays[list].push(frame);
    }
    assertEquals([0, 1, 2].map((number) => lists.frames(number)), arrays);
  }
});
