/** Tests of mincore(2): given(pages of all kinds).when(asked).then(errno by precedence, or a byte a page). */
import { assertEquals } from "@std/assert";
import { addressOf, TASK_SIZE } from "../address.ts";
import { F_UNREAD } from "../memory/frame.ts";
import { MADV, MAP } from "../memory/mmap_flags.ts";
import { readByte } from "../state/content.ts";
import { FS_EXT4 } from "../state/inode.ts";
import {
  type CallResult,
  givenProcess,
  type MachineFixture,
  prot,
  range,
} from "../testing/machine_fixture.ts";
import type { CallArguments } from "./call.ts";
import { residencyOf } from "./mincore.ts";

const VECTOR = addressOf(50);

function resident(given: MachineFixture, page: number, pageCount: number): string {
  return residencyOf(given.state, given.state.process(given.pid).space, page, pageCount).join("");
}

const ERRORS: readonly { what: string; args: CallArguments; result: CallResult }[] = [
  {
    what: "an address off a page boundary",
    args: { address: TASK_SIZE + 1, lengthBytes: 0 },
    result: "EINVAL",
  },
  {
    what: "a range beyond the task size",
    args: { address: TASK_SIZE, lengthBytes: 1, vector: -2 },
    result: "ENOMEM",
  },
  {
    what: "an address beyond it and length 0",
    args: { address: TASK_SIZE + 4096, lengthBytes: 0 },
    result: "ENOMEM",
  },
  { what: "a range in the upper half", args: { address: -4096, lengthBytes: 0 }, result: "ENOMEM" },
  { what: "the end of user space and length 0", args: { address: TASK_SIZE, lengthBytes: 0 }, result: 0 },
  { what: "a vector outside user space", args: { ...range(300, 1), vector: TASK_SIZE }, result: "EFAULT" },
  { what: "nothing mapped", args: range(300, 1), result: "ENOMEM" },
  {
    what: "a vector that cannot be written",
    args: { ...range(100, 1), vector: addressOf(400) },
    result: "EFAULT",
  },
  { what: "length 0, mapped or not", args: range(300, 0), result: 0 },
];

for (const { what, args, result } of ERRORS) {
  Deno.test(`mincore() with ${what} is ${result}`, () => {
    const given = givenProcess();
    given.map(50, 1);
    given.map(100, 10);
    assertEquals(given.call("mincore", { vector: VECTOR, ...args }), result);
  });
}

Deno.test("mincore() writes a byte a page, and what it found before a hole", () => {
  const given = givenProcess();
  given.map(50, 1);
  given.map(100, 3);
  given.touch(50, "w");
  given.touchAll([100, 102], "w");
  const bytes = () => [0, 1, 2, 3].map((offset) => readByte(given.state.content(given.frameAt(50)), offset));
  assertEquals(given.call("mincore", { ...range(100, 2), vector: VECTOR }), 0);
  assertEquals(bytes(), [1, 0, 0, 0]);
  assertEquals([given.call("mincore", { ...range(100, 4), vector: VECTOR }), bytes()], ["ENOMEM", [
    1,
    0,
    1,
    0,
  ]]);
});

Deno.test("a vector of -1 asks for the result alone", () => {
  const given = givenProcess();
  given.map(100, 3);
  const effects = given.effectsOf(() =>
    assertEquals(given.call("mincore", { ...range(100, 3), vector: -1 }), 0)
  );
  assertEquals(effects, []);
});

Deno.test("pages that are present are in memory, whatever rights are left; markers and absent pages are not", () => {
  const given = givenProcess();
  given.map(100, 4);
  given.touch(100, "w");
  given.touch(101, "r");
  given.call("madvise", { ...range(102, 1), advice: MADV.GUARD_INSTALL });
  given.call("mprotect", { ...range(100, 4), prot: prot("") });
  assertEquals(resident(given, 100, 4), "1100");
});

Deno.test("absent pages of files are in memory when the page cache has read them", () => {
  const given = givenProcess();
  given.map(100, 4, { fd: given.openFile({ fileSystem: FS_EXT4, pageCount: 8 }), fileStart: 2 });
  given.cachePages(1, 3, 2);
  const frame = given.state.inode(1).cachedFrame(4);
  assertEquals(resident(given, 100, 4), "0110");
  given.setUp((tx) => tx.emit({ kind: "framesMark", frame, count: 1, set: F_UNREAD, clear: 0 }));
  assertEquals(resident(given, 100, 4), "0100");
});

Deno.test("swapped-out pages are in memory while the swap cache has them", () => {
  const given = givenProcess({ swapSlotCount: 4 });
  given.map(100, 1);
  given.map(200, 1, { flags: MAP.SHARED });
  given.storeAll([100, 200]);
  for (const page of [100, 200]) given.call("madvise", { ...range(page, 1), advice: MADV.PAGEOUT });
  assertEquals([resident(given, 100, 1), resident(given, 200, 1)], ["1", "1"]);
  for (const slot of [0, 1]) {
    const { frame } = given.state.slots.get(slot)!;
    given.setUp((tx) => tx.emit({ kind: "swapCacheRemove", frame, keepSlot: true }));
  }
  assertEquals([resident(given, 100, 1), resident(given, 200, 1)], ["0", "0"]);
});

Deno.test("the answer ends at a hole", () => {
  const given = givenProcess();
  given.map(100, 2);
  assertEquals([resident(given, 100, 4), resident(given, 99, 4)], ["00", ""]);
});
