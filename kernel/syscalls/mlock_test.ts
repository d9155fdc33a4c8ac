/** Tests of mlock(2), mlock2(2) and munlock(2): given(VMAs, a limit).when(locked).then(errno by precedence, flags, pages). */
import { assertEquals } from "@std/assert";
import { addressOf } from "../address.ts";
import { MADV, MAP } from "../memory/mmap_flags.ts";
import {
  type CallResult,
  givenProcess,
  type MachineFixture,
  type Mapping,
  range,
} from "../testing/machine_fixture.ts";
import type { CallArguments } from "./call.ts";

function lock(given: MachineFixture, page: number, pageCount: number): CallResult {
  return given.call("mlock", range(page, pageCount));
}

const LOCKED = "rd wr mr mw me lo ac";
const ERRORS: readonly { what: string; call: string; args: CallArguments; result: CallResult }[] = [
  {
    what: "more than the limit, before the range is looked at",
    call: "mlock",
    args: { address: 0, lengthBytes: -4096 },
    result: "ENOMEM",
  },
  {
    what: "a range that wraps",
    call: "mlock",
    args: { address: -4096, lengthBytes: 8192 },
    result: "EINVAL",
  },
  { what: "length 0, mapped or not", call: "mlock", args: range(300, 0), result: 0 },
  { what: "a length that wraps to 0", call: "mlock", args: { ...range(300, 1), lengthBytes: -1 }, result: 0 },
  { what: "nothing mapped at the start", call: "mlock", args: range(99, 2), result: "ENOMEM" },
  {
    what: "flags that there are not",
    call: "mlock2",
    args: { ...range(100, 0), flags: 2 },
    result: "EINVAL",
  },
  {
    what: "a range that wraps",
    call: "munlock",
    args: { address: -4096, lengthBytes: 8192 },
    result: "EINVAL",
  },
  { what: "length 0, mapped or not", call: "munlock", args: range(300, 0), result: 0 },
  { what: "nothing mapped at the start", call: "munlock", args: range(99, 2), result: "ENOMEM" },
];

for (const { what, call, args, result } of ERRORS) {
  Deno.test(`${call}() with ${what} is ${result}`, () => {
    const given = givenProcess();
    given.map(100, 10);
    assertEquals([given.call(call, args), given.vmas()], [result, ["100-110 rw-p"]]);
  });
}

Deno.test("without any RLIMIT_MEMLOCK nothing may be locked, not even nothing; unlocking may", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.limit("MEMLOCK", 0);
  assertEquals([lock(given, 100, 0), given.call("munlock", range(100, 1))], ["EPERM", 0]);
});

Deno.test("pages of the range that are locked already do not count twice", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.limit("MEMLOCK", 6 * 4096);
  assertEquals([lock(given, 100, 4), lock(given, 104, 3), lock(given, 102, 4)], [0, "ENOMEM", 0]);
  assertEquals([given.vmas(), given.space.lockedPages], [["100-106 rw-p", "106-110 rw-p"], 6]);
});

Deno.test("mlock() locks whole pages around its range, and faults them in", () => {
  const given = givenProcess();
  given.map(100, 10);
  const effects = given.effectsOf(() =>
    assertEquals(given.call("mlock", { address: addressOf(102) + 4000, lengthBytes: 200 }), 0)
  );
  assertEquals(given.vmas(), ["100-102 rw-p", "102-104 rw-p", "104-110 rw-p"]);
  assertEquals([given.flagsAt(102), given.residency(100, 5), effects.at(-1)], [
    LOCKED,
    "..aa.",
    "faultsCount",
  ]);
});

Deno.test("VMAs before a hole are locked, then it is ENOMEM and nothing is faulted in", () => {
  const given = givenProcess();
  given.map(100, 2);
  given.map(104, 2);
  assertEquals([lock(given, 100, 6), given.flagsAt(100), given.residency(100, 6)], [
    "ENOMEM",
    LOCKED,
    "......",
  ]);
  assertEquals(given.flagsAt(104), "rd wr mr mw me ac");
});

const UNPOPULATED: readonly { what: string; mapping: Mapping; guard?: boolean }[] = [
  { what: "memory without rights", mapping: { rights: "" } },
  { what: "a page behind the file's end", mapping: { fd: 0 } },
  { what: "a guard marker", mapping: {}, guard: true },
];

for (const { what, mapping, guard } of UNPOPULATED) {
  Deno.test(`mlock() over ${what} is ENOMEM; all is locked, and what lies before is faulted in`, () => {
    const given = givenProcess();
    given.openFile({ pageCount: 0 });
    given.map(100, 2);
    given.map(102, 2, mapping);
    if (guard) given.call("madvise", { ...range(102, 1), advice: MADV.GUARD_INSTALL });
    assertEquals([lock(given, 100, 4), given.residency(100, 2), given.space.lockedPages], [
      "ENOMEM",
      "aa",
      4,
    ]);
  });
}

Deno.test("mlock() is EAGAIN when memory is full", () => {
  const given = givenProcess();
  given.map(100, 2);
  given.fillMemory();
  assertEquals([lock(given, 100, 2), given.space.lockedPages], ["EAGAIN", 2]);
});

Deno.test("private writable memory is written, all else is read, a file's pages with their window", () => {
  const given = givenProcess();
  given.map(100, 4);
  given.touchAll([100, 101], "r");
  given.map(112, 8, { fd: given.openFile(), flags: MAP.SHARED });
  given.cachePages(1, 0, 8);
  const before = given.faults()[0];
  lock(given, 100, 4);
  lock(given, 112, 8);
  assertEquals([given.residency(100, 4), given.residency(112, 8), given.faults()[0] - before], [
    "aaaa",
    "ffffffff",
    5,
  ]);
});

Deno.test("MLOCK_ONFAULT locks without faulting in; mlock() after it faults in, and back", () => {
  const given = givenProcess();
  given.map(100, 4);
  const onFault = () => given.call("mlock2", { ...range(100, 4), flags: 1 });
  assertEquals([onFault(), given.flagsAt(100), given.residency(100, 4)], [
    0,
    "rd wr mr mw me lo lf ac",
    "....",
  ]);
  assertEquals([lock(given, 100, 4), given.flagsAt(100), given.residency(100, 4)], [0, LOCKED, "aaaa"]);
  assertEquals([onFault(), given.flagsAt(100), given.space.lockedPages], [0, "rd wr mr mw me lo lf ac", 4]);
  assertEquals(given.call("mlock2", { ...range(100, 4), flags: 0 }), 0);
  assertEquals(given.flagsAt(100), LOCKED);
});

Deno.test("munlock() unlocks what is there before a hole, and merges what it split", () => {
  const given = givenProcess();
  given.map(100, 10);
  lock(given, 103, 2);
  assertEquals([given.call("munlock", range(100, 20)), given.vmas()], ["ENOMEM", ["100-110 rw-p"]]);
  assertEquals(given.space.lockedPages, 0);
});
