/** Tests of swapping in ahead: given(pages that were written to swap).when(one faults).then(its neighbours are in the swap cache). */
import { assertEquals } from "@std/assert";
import { checkState } from "../check/check_state.ts";
import { addressOf } from "../address.ts";
import { storeBytes } from "../user_memory.ts";
import { givenProcess, type MachineFixture, range } from "../testing/machine_fixture.ts";
import { MADV } from "./mmap_flags.ts";

const PAGE = 96;
const COUNT = 12;

/** Pages 96 … 107, each with its number in it, written to swap and out of memory. */
function givenOut(pageCluster: number, frameCount = 64): MachineFixture {
  const given = givenProcess({ frameCount, swapSlotCount: 32, pageCluster });
  given.map(PAGE, COUNT);
  for (let page = PAGE; page < PAGE + COUNT; page++) {
    storeBytes(given.machine, given.pid, addressOf(page), new Uint8Array([page]));
  }
  given.call("madvise", { ...range(PAGE, COUNT), advice: MADV.PAGEOUT });
  const frames = [...given.state.slots.entries()].map(([, { frame }]) => frame);
  given.setUp((tx) => frames.forEach((frame) => tx.emit({ kind: "swapCacheRemove", frame, keepSlot: true })));
  return given;
}

/** The pages that are in the swap cache and mapped by nobody. */
function cached(given: MachineFixture): number {
  return [...given.state.slots.entries()].filter(([, { frame, references }]) => frame >= 0 && references > 0)
    .length;
}

Deno.test("without a cluster a page comes alone", () => {
  const given = givenOut(0);
  assertEquals([given.touch(PAGE, "r"), cached(given), given.touch(PAGE + 1, "r")], ["major", 0, "major"]);
});

Deno.test("with a cluster its neighbours come along, and faulting for them is minor", () => {
  const given = givenOut(2);
  assertEquals(given.touch(PAGE + 1, "w"), "major");
  assertEquals(cached(given), 3);
  assertEquals(given.touchAll([PAGE, PAGE + 2, PAGE + 3, PAGE + 4], "r"), [
    "minor",
    "minor",
    "minor",
    "major",
  ]);
  checkState(given.state);
});

Deno.test("the window ends where the VMA does", () => {
  const given = givenOut(4);
  given.call("munmap", range(PAGE, 2));
  given.touch(PAGE + 2, "r");
  assertEquals([cached(given), given.residency(PAGE + 2, 10)], [9, "a" + "s".repeat(9)]);
});

Deno.test("no more come along than there are frames to spare", () => {
  const given = givenOut(4, 20);
  given.map(300, 14);
  given.touchAll(Array.from({ length: 14 }, (_, step) => 300 + step), "w");
  given.touch(PAGE, "r");
  assertEquals(cached(given), 2);
  checkState(given.state);
});

Deno.test("what came along in vain is given back with its slot", () => {
  const given = givenOut(3);
  given.touch(PAGE, "r");
  given.call("munmap", range(PAGE, COUNT));
  assertEquals([given.state.slots.size, given.state.frameMap.usedCount], [0, 1]);
});

Deno.test("shared pages that come along belong to both sides of a fork", () => {
  const given = givenOut(3);
  const child = given.fork();
  given.as(child, () => assertEquals(given.touch(PAGE, "w"), "major"));
  assertEquals([given.touch(PAGE + 1, "r"), given.touch(PAGE, "r")], ["minor", "minor"]);
  given.as(child, () => assertEquals(given.touch(PAGE + 1, "w"), "minor"));
  checkState(given.state);
});

Deno.test("MADV_WILLNEED reads what was swapped out into the swap cache, and maps nothing", () => {
  const given = givenOut(0);
  given.call("madvise", { ...range(PAGE + 2, 3), advice: MADV.WILLNEED });
  assertEquals([cached(given), given.residency(PAGE, COUNT)], [3, "s".repeat(COUNT)]);
  assertEquals([given.touch(PAGE + 2, "r"), given.touch(PAGE + 5, "r")], ["minor", "major"]);
  checkState(given.state);
});

Deno.test("a child that needs a page ahead reads it for both", () => {
  const given = givenOut(0);
  const child = given.fork();
  given.as(child, () => given.call("madvise", { ...range(PAGE, 1), advice: MADV.WILLNEED }));
  assertEquals([given.touch(PAGE, "r"), given.as(child, () => given.touch(PAGE, "w"))], ["minor", "minor"]);
  checkState(given.state);
});
