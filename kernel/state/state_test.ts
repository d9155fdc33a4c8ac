/** Tests of the root of the state: given(a machine with everything in it).when(a checkpoint is taken, and time goes on).then(both are whole). */
import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { checkState } from "../check/check_state.ts";
import { MADV, MAP } from "../memory/mmap_flags.ts";
import { givenProcess, type MachineFixture, range } from "../testing/machine_fixture.ts";
import { EpochClock, State } from "./state.ts";

/** A machine in which every table has something. */
function givenWorld(): MachineFixture {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(100, 4);
  given.map(200, 4, { fd: given.openFile(), flags: MAP.SHARED });
  given.touchAll([100, 101, 200], "w");
  given.call("madvise", { ...range(101, 1), advice: MADV.PAGEOUT });
  given.fork();
  return given;
}

/** Changes a bit of everything. */
function liveOn(given: MachineFixture): void {
  given.touchAll([100, 101, 201], "w");
  given.call("munmap", range(200, 2));
  given.as(2, () => given.call("exit"));
  given.call("wait4", { pid: -1 });
  given.openFile();
  given.map(300, 2);
}

Deno.test("a state is empty before event 0, but for the zero page", () => {
  const state = State.empty(16);
  assertEquals([state.eventCount, state.frameMap.usedCount, state.processes.size], [0, 1, 0]);
  assertEquals(state.digest.toHex(), "0".repeat(16));
  checkState(state);
});

Deno.test("a checkpoint stays as it was, whatever the machine does next", () => {
  const given = givenWorld();
  const before = given.state.digest.toHex();
  const checkpoint = given.state.checkpoint();
  liveOn(given);
  assertEquals([checkpoint.digest.toHex(), checkpoint.processes.size], [before, 2]);
  assertNotEquals(given.state.digest.toHex(), before);
  checkState(checkpoint);
  checkState(given.state);
});

Deno.test("a checkpoint can go its own way, and the machine stays as it was", () => {
  const given = givenWorld();
  const before = given.state.digest.toHex();
  const branch = given.state.checkpoint();
  const { machine } = given;
  const live = machine.state;
  machine.state = branch;
  given.touch(102, "r");
  machine.state = live;
  assertEquals(live.digest.toHex(), before);
  checkState(branch);
  checkState(live);
});

Deno.test("a checkpoint has its own epoch, and the state a new one", () => {
  const state = State.empty(16);
  const first = state.epoch;
  const checkpoint = state.checkpoint();
  assertEquals(new Set([first, checkpoint.epoch, state.epoch]).size, 3);
  const clock = new EpochClock();
  assertEquals([clock.next(), clock.next()], [1, 2]);
});

Deno.test("what must exist and does not is told by what it is", () => {
  const state = State.empty(16);
  assertThrows(() => state.process(7), Error, "process 7 does not exist");
  assertThrows(() => state.space(7), Error, "address space 7 does not exist");
  assertThrows(() => state.file(7), Error, "open file 7 does not exist");
  assertThrows(() => state.inode(7), Error, "inode 7 does not exist");
  assertThrows(() => state.anonVma(7), Error, "anon_vma 7 does not exist");
});

Deno.test("a frame without a content holds zeros", () => {
  assertEquals(givenWorld().state.content(9), 0);
});

Deno.test("work is counted in integers, and a checkpoint has what was done until then", () => {
  const state = State.empty(8);
  state.addWork(3);
  const before = state.checkpoint();
  state.addWork(2 ** 33 - (2 ** 33 - 4));
  assertEquals([before.work, state.work], [3, 7]);
});
