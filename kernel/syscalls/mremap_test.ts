/** Tests of mremap(2): given(VMAs).when(one, or several, are resized or moved).then(errno by precedence, or where all is). */
import { assertEquals } from "@std/assert";
import { addressOf, PAGE_SIZE, TASK_SIZE } from "../address.ts";
import { MADV, MAP, MREMAP } from "../memory/mmap_flags.ts";
import { FS_EXT4 } from "../state/inode.ts";
import {
  type CallResult,
  givenProcess,
  type MachineFixture,
  range,
  TOP_PAGE,
} from "../testing/machine_fixture.ts";
import type { CallArguments } from "./call.ts";

const { MAYMOVE, FIXED, DONTUNMAP } = MREMAP;

/** mremap in pages; the page of the result, or the name of the errno. */
function remap(
  given: MachineFixture,
  [page, oldCount, newCount]: [number, number, number],
  flags: number = 0,
  newPage = 0,
): CallResult {
  const result = given.call("mremap", {
    oldAddress: addressOf(page),
    oldLengthBytes: addressOf(oldCount),
    newLengthBytes: addressOf(newCount),
    flags,
    newAddress: addressOf(newPage),
  });
  return typeof result === "number" ? result / PAGE_SIZE : result;
}

const USUAL = {
  oldAddress: addressOf(100),
  oldLengthBytes: 40960,
  newLengthBytes: 40960,
  newAddress: addressOf(500),
};
const ERRORS: readonly { what: string; args: CallArguments; result: CallResult }[] = [
  { what: "unknown flags", args: { flags: 8, oldAddress: 1 }, result: "EINVAL" },
  { what: "an old address off a page boundary", args: { oldAddress: 1 }, result: "EINVAL" },
  { what: "new length 0", args: { newLengthBytes: 0, oldAddress: 0 }, result: "EINVAL" },
  { what: "a new length that wraps to 0", args: { newLengthBytes: -1, oldAddress: 0 }, result: "EINVAL" },
  {
    what: "a new length beyond the task size",
    args: { newLengthBytes: TASK_SIZE + 1, oldAddress: 0 },
    result: "EINVAL",
  },
  {
    what: "a new range beyond the task size",
    args: { flags: 3, newAddress: TASK_SIZE - 4096, oldAddress: 0 },
    result: "EINVAL",
  },
  {
    what: "a new address off a page boundary",
    args: { flags: 3, newAddress: 1, oldAddress: 0 },
    result: "EINVAL",
  },
  { what: "MREMAP_FIXED without MREMAP_MAYMOVE", args: { flags: FIXED, oldAddress: 0 }, result: "EINVAL" },
  {
    what: "MREMAP_DONTUNMAP and another length",
    args: { flags: 5, newLengthBytes: 4096, oldAddress: 0 },
    result: "EINVAL",
  },
  { what: "ranges that overlap", args: { flags: 3, newAddress: addressOf(105) }, result: "EINVAL" },
  {
    what: "a hint that overlaps, though it is only one",
    args: { flags: 5, newAddress: addressOf(105) },
    result: "EINVAL",
  },
  {
    what: "nothing mapped there",
    args: { oldAddress: addressOf(50), oldLengthBytes: 4096 },
    result: "EFAULT",
  },
  {
    what: "nothing mapped there, moving several",
    args: { flags: 3, oldAddress: addressOf(99) },
    result: "EFAULT",
  },
  {
    what: "a sealed VMA, even when nothing would change",
    args: { oldAddress: addressOf(110) },
    result: "EPERM",
  },
  { what: "old length 0 of private memory", args: { oldLengthBytes: 0 }, result: "EINVAL" },
  {
    what: "growth of more than one VMA",
    args: { oldLengthBytes: addressOf(11), newLengthBytes: addressOf(12) },
    result: "EFAULT",
  },
];

for (const { what, args, result } of ERRORS) {
  Deno.test(`mremap() with ${what} is ${result}`, () => {
    const given = givenProcess();
    given.map(100, 10);
    given.map(110, 10);
    given.call("mseal", range(110, 10));
    assertEquals([given.call("mremap", { ...USUAL, flags: 0, ...args }), given.vmas()], [
      result,
      ["100-110 rw-p", "110-120 rw-p"],
    ]);
  });
}

Deno.test("mremap() to the same length changes nothing, even where the range is longer than the VMA", () => {
  const given = givenProcess();
  given.map(100, 4);
  assertEquals(given.effectsOf(() => assertEquals(remap(given, [100, 16, 16]), 100)), []);
});

Deno.test("mremap() to fewer pages unmaps the rest, over several VMAs and holes", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.map(112, 4, { rights: "r" });
  given.touchAll([101, 105], "w");
  assertEquals([remap(given, [100, 16, 3]), given.vmas(), given.residency(100, 10)], [
    100,
    ["100-103 rw-p"],
    ".a........",
  ]);
});

Deno.test("mremap() shrinks nothing when a sealed VMA lies in the rest", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.call("mseal", range(108, 2));
  assertEquals([remap(given, [100, 10, 3]), given.space.totalPages], ["EPERM", 10]);
});

Deno.test("mremap() grows in place when the range ends the VMA and there is room; it may join the next VMA", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.map(115, 5);
  assertEquals(given.effectsOf(() => assertEquals(remap(given, [105, 5, 8]), 105)), ["vmaPut 100-113 rw-p"]);
  assertEquals([remap(given, [100, 13, 15]), given.vmas()], [100, ["100-120 rw-p"]]);
});

Deno.test("mremap() that cannot grow in place moves, when it may; else it is ENOMEM", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.map(110, 1, { rights: "r" });
  given.touch(105, "w");
  assertEquals([remap(given, [100, 10, 12]), remap(given, [100, 5, 6])], ["ENOMEM", "ENOMEM"]);
  assertEquals(remap(given, [100, 10, 12], MAYMOVE), TOP_PAGE - 12);
  assertEquals([given.vmas(), given.residency(TOP_PAGE - 12, 12)], [
    ["110-111 r--p", "9988-10000 rw-p"],
    ".....a......",
  ]);
});

Deno.test("mremap() of a part moves the part out of the middle", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.touch(104, "w");
  assertEquals(remap(given, [104, 2, 4], MAYMOVE), TOP_PAGE - 4);
  assertEquals(given.vmas(), ["100-104 rw-p", "106-110 rw-p", "9996-10000 rw-p"]);
});

Deno.test("mremap() keeps within RLIMIT_MEMLOCK, RLIMIT_AS, RLIMIT_DATA and memory", () => {
  const given = givenProcess({ ramPages: 50 });
  given.map(100, 10);
  assertEquals(remap(given, [100, 10, 61]), "ENOMEM");
  given.limit("AS", addressOf(15));
  assertEquals(remap(given, [100, 10, 16]), "ENOMEM");
  given.call("mlock", range(100, 10));
  given.limit("MEMLOCK", addressOf(12));
  assertEquals(remap(given, [100, 10, 16]), "EAGAIN");
  given.limit("DATA", addressOf(11));
  assertEquals([remap(given, [100, 10, 12]), remap(given, [100, 10, 11])], ["ENOMEM", 100]);
});

Deno.test("growth of a locked VMA is faulted in, at its place or elsewhere", () => {
  const given = givenProcess();
  given.map(100, 2);
  given.call("mlock", range(100, 2));
  remap(given, [100, 2, 4]);
  assertEquals([given.residency(100, 4), given.faults()], ["aaaa", [4, 0]]);
  remap(given, [100, 4, 6], MAYMOVE | FIXED, 200);
  assertEquals([given.residency(200, 6), given.faults(), given.space.lockedPages], ["aaaaaa", [6, 0], 6]);
});

Deno.test("old length 0 of shared memory is a second mapping of the same pages", () => {
  const given = givenProcess();
  given.map(100, 4, { flags: MAP.SHARED });
  given.touch(101, "w");
  assertEquals(remap(given, [101, 0, 2]), "ENOMEM");
  assertEquals([remap(given, [101, 0, 2], MAYMOVE), given.vmas()], [
    TOP_PAGE - 2,
    ["100-104 rw-s", "9998-10000 rw-s"],
  ]);
  given.touch(TOP_PAGE - 2, "r");
  assertEquals(given.frameAt(TOP_PAGE - 2), given.frameAt(101));
});

Deno.test("MREMAP_FIXED replaces what lies at the new place, before anything else can fail", () => {
  const given = givenProcess();
  given.map(100, 4);
  given.map(200, 10, { rights: "r" });
  given.touch(101, "w");
  assertEquals(remap(given, [100, 4, 4], MAYMOVE | FIXED, 202), 202);
  assertEquals([given.vmas(), given.residency(200, 10)], [
    ["200-202 r--p", "202-206 rw-p", "206-210 r--p"],
    "...a......",
  ]);
});

Deno.test("MREMAP_FIXED below mmap_min_addr is EPERM; what lay over a sealed place stays", () => {
  const given = givenProcess();
  given.map(100, 4);
  given.map(200, 4);
  given.call("mseal", range(200, 4));
  assertEquals(remap(given, [100, 4, 4], MAYMOVE | FIXED, 0), "EPERM");
  assertEquals(remap(given, [100, 4, 4], MAYMOVE | FIXED, 200), "EPERM");
  assertEquals(given.vmas(), ["100-104 rw-p", "200-204 rw-p"]);
});

Deno.test("MREMAP_FIXED to fewer pages unmaps the source's rest, and moves what is left", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.touchAll([100, 109], "w");
  assertEquals([remap(given, [100, 10, 2], MAYMOVE | FIXED, 200), given.vmas()], [200, ["200-202 rw-p"]]);
  assertEquals([given.residency(200, 2), given.state.frameMap.usedCount], ["a.", 2]);
});

Deno.test("MREMAP_FIXED with equal lengths moves every VMA of the range; gaps stay gaps", () => {
  const given = givenProcess();
  given.map(100, 4);
  given.map(106, 4, { flags: MAP.SHARED });
  given.map(202, 4, { rights: "r" });
  given.touchAll([101, 107], "w");
  assertEquals(remap(given, [100, 10, 10], MAYMOVE | FIXED, 200), 200);
  assertEquals(given.vmas(), ["200-204 rw-p", "204-206 r--p", "206-210 rw-s"]);
  assertEquals(given.residency(200, 10), ".a.....f..");
});

Deno.test("an error in the middle of several VMAs leaves those moved that were moved before", () => {
  const given = givenProcess();
  given.map(100, 4);
  given.map(106, 4, { rights: "r" });
  given.call("mseal", range(106, 4));
  assertEquals(remap(given, [100, 10, 10], MAYMOVE | FIXED, 200), "EPERM");
  assertEquals(given.vmas(), ["106-110 r--p", "200-204 rw-p"]);
});

Deno.test("MREMAP_DONTUNMAP leaves the source mapped and empty; the new address is a hint", () => {
  const given = givenProcess();
  given.map(100, 4);
  given.touch(101, "w");
  assertEquals(remap(given, [100, 4, 4], MAYMOVE | DONTUNMAP), TOP_PAGE - 4);
  assertEquals([given.residency(100, 4), given.residency(TOP_PAGE - 4, 4)], ["....", ".a.."]);
  assertEquals(remap(given, [100, 4, 4], MAYMOVE | DONTUNMAP, 300), 300);
  assertEquals(given.vmas(), ["100-104 rw-p", "300-304 rw-p", "9996-10000 rw-p"]);
});

Deno.test("MREMAP_DONTUNMAP counts against RLIMIT_AS like a new mapping", () => {
  const given = givenProcess();
  given.map(100, 4);
  given.limit("AS", addressOf(7));
  assertEquals(remap(given, [100, 4, 4], MAYMOVE | DONTUNMAP), "ENOMEM");
});

Deno.test("what moves by itself is aligned as a new mapping would be", () => {
  const given = givenProcess();
  const fd = given.openFile({ fileSystem: FS_EXT4, pageCount: 2048 });
  given.map(100, 1000, { fd, fileStart: 3 });
  given.map(1100, 1, { rights: "r" });
  const page = remap(given, [100, 1000, 1100], MAYMOVE) as number;
  assertEquals(page % 512, 3);
});

Deno.test("guard markers and the flag for them move with the pages", () => {
  const given = givenProcess();
  given.map(100, 4);
  given.call("madvise", { ...range(101, 1), advice: MADV.GUARD_INSTALL });
  remap(given, [100, 4, 4], MAYMOVE | FIXED, 200);
  assertEquals([given.residency(200, 4), given.flagsAt(200)], [".g..", "rd wr mr mw me gu ac"]);
});
