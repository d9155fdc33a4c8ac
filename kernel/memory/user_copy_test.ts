/** Tests of copies between kernel and user memory: given(user pages).when(a call copies).then(events, bytes, how far it got). */
import { assertEquals } from "@std/assert";
import { addressOf, TASK_SIZE } from "../address.ts";
import { givenProcess, type MachineFixture } from "../testing/machine_fixture.ts";
import { copyFromUser, copyToUser, isUserRange } from "./user_copy.ts";

/** Fills user memory with ones as a call does; how many bytes it got done. */
function fill(given: MachineFixture, address: number, lengthBytes: number): number {
  return given.setUp((tx) =>
    copyToUser(tx, address, lengthBytes, (frame, offset, _done, partBytes) => {
      tx.emit({ kind: "bytesFill", frame, offset, lengthBytes: partBytes, value: 1 });
    })
  );
}

Deno.test("a copy to pages that are there is part of the call", () => {
  const given = givenProcess();
  given.map(100, 2);
  given.touchAll([100, 101], "w");
  const events = given.eventsOf(() => fill(given, addressOf(101) - 10, 20));
  assertEquals(events.map(({ kind }) => kind), ["setup"]);
  assertEquals(events[0].effects.map(({ offset, lengthBytes }) => [offset, lengthBytes]), [[4086, 10], [
    0,
    10,
  ]]);
});

Deno.test("a page that faults interrupts the call: what it did, the fault, the rest", () => {
  const given = givenProcess();
  given.map(100, 2);
  given.touch(100, "w");
  const events = given.eventsOf(() => fill(given, addressOf(101) - 10, 20));
  assertEquals(events.map(({ kind, effects }) => [kind, effects.length]), [
    ["setup", 1],
    ["fault", 1],
    ["setup", 1],
  ]);
  assertEquals([events[1].access, given.faults()], [1 | 4, [2, 0]]);
});

Deno.test("a copy ends before the first page that cannot be written", () => {
  const given = givenProcess();
  given.map(100, 1);
  given.map(101, 1, { rights: "r" });
  assertEquals(fill(given, addressOf(101) - 10, 20), 10);
  assertEquals(fill(given, addressOf(101), 20), 0);
  assertEquals(fill(given, addressOf(300), 1), 0);
});

Deno.test("a copy from user memory reads pages in, as zeros where nothing was written", () => {
  const given = givenProcess();
  given.map(100, 2);
  const parts: number[][] = [];
  const copied = given.setUp((tx) =>
    copyFromUser(tx, addressOf(101) - 4, 8, (frame, offset, done, lengthBytes) => {
      parts.push([frame, offset, done, lengthBytes]);
    })
  );
  assertEquals([copied, parts], [8, [[0, 4092, 0, 4], [0, 0, 4, 4]]]);
  assertEquals(given.residency(100, 2), "zz");
});

Deno.test("user ranges end at the task size, and lengths are not negative", () => {
  assertEquals(isUserRange(TASK_SIZE - 10, 10), true);
  assertEquals(isUserRange(TASK_SIZE, 0), true);
  for (const [address, lengthBytes] of [[TASK_SIZE - 10, 11], [-4096, 10], [0, -1]]) {
    assertEquals(isUserRange(address, lengthBytes), false);
  }
});

Deno.test("a copy that runs past the task size ends there", () => {
  assertEquals(fill(givenProcess(), TASK_SIZE, 8), 0);
  assertEquals(fill(givenProcess(), -4096, 8), 0);
});
