/** Tests of guests with little memory, on a small script. */
import { assert, assertEquals } from "@std/assert";
import { parseScript } from "../guests/script/parse.ts";
import { RECORDED_WORLD } from "../guests/script/world.ts";
import { endAll, fewestFrames, fewestFramesNear, firstDifference, leftovers } from "./pressed_guest.ts";
import { pressedScript } from "./script_pressure.ts";

const HUNGRY = pressedScript({
  name: "hungry",
  ops: parseScript("a = mmap len=0x20000\ntouch w a n=32 step=4096 val=7\nread a 0x20000\n", "hungry.mm"),
  header: RECORDED_WORLD,
});
/** Of 32 pages, 24 find a slot. */
const FEW_SLOTS = { swapSlotCount: 24 };

Deno.test("with plenty of memory nothing is reclaimed, and the most frames in use are told", () => {
  const plenty = HUNGRY.run();
  assertEquals([plenty.isOutOfMemory, plenty.reclaimCount, plenty.mostFrames], [false, 0, 33]);
});

Deno.test("bisection finds the fewest frames; one less is out of memory, and tells otherwise", () => {
  assertEquals(fewestFrames(HUNGRY, 33, FEW_SLOTS), 10);
  assertEquals(HUNGRY.run({ ...FEW_SLOTS, frameCount: 10 }).isOutOfMemory, false);
  const tooFew = HUNGRY.run({ ...FEW_SLOTS, frameCount: 9 });
  assertEquals(tooFew.isOutOfMemory, true);
  assert(firstDifference(HUNGRY.run(FEW_SLOTS), tooFew) !== undefined);
});

Deno.test("searching from a guess finds the same border; a guess that is enough stays", () => {
  for (const guess of [3, 8, 9, 10]) assertEquals(fewestFramesNear(HUNGRY, guess, 33, FEW_SLOTS), 10);
  assertEquals(fewestFramesNear(HUNGRY, 20, 33, FEW_SLOTS), 20);
});

Deno.test("what is told is the same with little memory; a thing more or less is a difference", () => {
  const plenty = HUNGRY.run(FEW_SLOTS);
  const pressed = HUNGRY.run({ ...FEW_SLOTS, frameCount: 10 });
  assert(pressed.reclaimCount > 0);
  assertEquals(firstDifference(plenty, pressed), undefined);
  const shorter = { ...pressed, told: pressed.told.slice(0, 2) };
  assert(firstDifference(plenty, shorter)?.endsWith("nothing with little"));
});

Deno.test("frames and slots of processes that are alive are left over; at their end nothing is", () => {
  const pressed = HUNGRY.run({ ...FEW_SLOTS, frameCount: 10 });
  assertEquals(leftovers(pressed), "9 frames and 23 swap slots are left");
  endAll(pressed);
  assertEquals(leftovers(pressed), undefined);
});

Deno.test("the state can be looked at after every event of the guest", () => {
  let count = 0;
  const { machine } = HUNGRY.run({}, () => void count++);
  // Boot and two events that furnish the machine come before.
  assertEquals(count, machine.state.eventCount - 3);
});
