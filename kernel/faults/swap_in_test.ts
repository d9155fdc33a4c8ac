/** Tests of pages that come back from swap: given(who shares the slot).when(touched).then(minor or major, whose page it is). */
import { assertEquals } from "@std/assert";
import { addressOf } from "../address.ts";
import { F_DIRTY, F_EXCLUSIVE, F_SLOT_KEPT, F_SWAP_CACHE, FLAGS } from "../memory/frame.ts";
import { MADV } from "../memory/mmap_flags.ts";
import { readByte } from "../state/content.ts";
import { givenProcess, type MachineFixture, prot, range } from "../testing/machine_fixture.ts";
import { storeBytes } from "../user_memory.ts";

const PAGE = 100;

function store(given: MachineFixture, value: number): void {
  storeBytes(given.machine, given.pid, addressOf(PAGE), new Uint8Array([value]));
}

function firstByte(given: MachineFixture): number {
  return readByte(given.state.content(given.frameAt(PAGE)), 0);
}

/** A process whose page 100 holds a 7 and was swapped out; it is still in the swap cache. */
function givenSwapped(): MachineFixture {
  const given = givenProcess({ swapSlotCount: 1 });
  given.map(PAGE, 1);
  store(given, 7);
  given.call("madvise", { ...range(PAGE, 1), advice: MADV.PAGEOUT });
  return given;
}

/** Ends the write-back: the page leaves memory. */
function writeOut(given: MachineFixture): void {
  const { frame } = given.state.slots.get(0)!;
  given.setUp((tx) => tx.emit({ kind: "swapCacheRemove", frame, keepSlot: true }));
}

function isExclusive(given: MachineFixture): boolean {
  return (given.state.frameWord(given.frameAt(PAGE), FLAGS) & F_EXCLUSIVE) !== 0;
}

Deno.test("a page in the swap cache is mapped again: minor; one that was written out is read: major", () => {
  const cached = givenSwapped();
  assertEquals([cached.touch(PAGE, "r"), firstByte(cached), cached.state.slots.size], ["minor", 7, 0]);
  const out = givenSwapped();
  writeOut(out);
  assertEquals(out.state.frameMap.usedCount, 1);
  assertEquals([out.touch(PAGE, "r"), firstByte(out), out.state.slots.size], ["major", 7, 0]);
});

Deno.test("a page that was exclusive is so again, and a read makes it writable at once", () => {
  const given = givenSwapped();
  assertEquals([given.touch(PAGE, "r"), isExclusive(given), given.touch(PAGE, "w")], ["minor", true, ""]);
});

Deno.test("a mapping without the right to write gets it back read-only", () => {
  const given = givenSwapped();
  given.call("mprotect", { ...range(PAGE, 1), prot: prot("r") });
  given.touch(PAGE, "r");
  assertEquals(given.touch(PAGE, "w"), "SEGV_ACCERR");
});

Deno.test("after a fork nobody's is exclusive: the reader's write copies, the other still has what was swapped out", () => {
  const given = givenSwapped();
  const child = given.fork();
  assertEquals([given.touch(PAGE, "r"), isExclusive(given)], ["minor", false]);
  assertEquals(given.effectsOf(() => store(given, 8)), ["pageCopy 100", "bytesWrite"]);
  given.as(child, () => assertEquals([given.touch(PAGE, "r"), firstByte(given)], ["minor", 7]));
  assertEquals(firstByte(given), 8);
});

Deno.test("a fork shares the page for ever: with the child gone, a read is not exclusive, a write reuses it", () => {
  const given = givenSwapped();
  const child = given.fork();
  given.as(child, () => given.call("exit"));
  assertEquals([given.touch(PAGE, "r"), isExclusive(given)], ["minor", false]);
  assertEquals(given.effectsOf(() => given.touch(PAGE, "w")), ["pageReuse 100"]);
});

Deno.test("a write to the only entry of a slot takes the page over in one fault", () => {
  const given = givenSwapped();
  const child = given.fork();
  given.as(child, () => given.call("exit"));
  assertEquals([given.touch(PAGE, "w"), isExclusive(given), given.state.slots.size], ["minor", true, 0]);
});

Deno.test("a write to a page that others hold copies it in the same fault", () => {
  const given = givenSwapped();
  const child = given.fork();
  assertEquals([given.touch(PAGE, "w"), given.residency(PAGE, 1)], ["minor", "a"]);
  given.as(child, () => {
    given.touch(PAGE, "r");
    assertEquals(given.as(1, () => given.frameAt(PAGE)) === given.frameAt(PAGE), false);
  });
});

Deno.test("both sides of a fork can read one page back in: it is shared then, and copied by the one that writes", () => {
  const given = givenSwapped();
  const child = given.fork();
  given.touch(PAGE, "r");
  given.as(child, () => assertEquals([given.touch(PAGE, "r"), given.residency(PAGE, 1)], ["minor", "c"]));
  assertEquals([given.touch(PAGE, "w"), given.residency(PAGE, 1)], ["minor", "a"]);
});

Deno.test("without a free frame a page that was written out stays out", () => {
  const given = givenSwapped();
  writeOut(given);
  given.fillMemory();
  assertEquals([given.serveFault(PAGE, "r"), given.residency(PAGE, 1)], ["no memory", "s"]);
});

/** Page 100, swapped out, on a machine with swap to spare. */
function givenRoom(): MachineFixture {
  const given = givenProcess({ swapSlotCount: 8 });
  given.map(PAGE, 1);
  store(given, 7);
  given.call("madvise", { ...range(PAGE, 1), advice: MADV.PAGEOUT });
  return given;
}

Deno.test("a page that is read in keeps its slot, which nothing names, and is as it was written there", () => {
  const given = givenRoom();
  given.touch(PAGE, "r");
  const frame = given.frameAt(PAGE);
  assertEquals(given.state.slots.get(0)!.references, 0);
  assertEquals(given.state.frameWord(frame, FLAGS) & (F_SLOT_KEPT | F_SWAP_CACHE | F_DIRTY), F_SLOT_KEPT);
  store(given, 8);
  assertEquals(given.state.frameWord(frame, FLAGS) & F_DIRTY, F_DIRTY);
  given.call("munmap", range(PAGE, 1));
  assertEquals([given.state.slots.size, given.state.keptSlotCount], [0, 0]);
});

Deno.test("a page that is written, or locked, gives its slot up", () => {
  const written = givenRoom();
  written.touch(PAGE, "w");
  assertEquals(written.state.slots.size, 0);
  const locked = givenRoom();
  locked.call("mlock", range(PAGE, 1));
  assertEquals(locked.state.slots.size, 0);
});

Deno.test("a slot that a child's entry still names is kept when that goes", () => {
  const given = givenRoom();
  const child = given.fork();
  given.touch(PAGE, "r");
  given.as(child, () => given.call("exit"));
  assertEquals([given.state.slots.size, given.state.keptSlotCount], [1, 1]);
  assertEquals(given.effectsOf(() => given.touch(PAGE, "w")), [
    "swapCacheRemove",
    "framesMark",
    "pageReuse 100",
  ]);
  assertEquals(given.state.slots.size, 0);
});

Deno.test("both sides of a fork share a page that kept its slot; it goes with the last of them", () => {
  const given = givenRoom();
  given.touch(PAGE, "r");
  const child = given.fork();
  assertEquals([given.touch(PAGE, "w"), given.state.keptSlotCount], ["minor", 1]);
  given.as(child, () => given.call("exit"));
  assertEquals([given.state.slots.size, given.state.frameMap.usedCount], [0, 2]);
});
