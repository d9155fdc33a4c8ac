/** Tests of madvise(2): given(VMAs of all kinds).when(advised).then(errno by precedence, flags, pages). */
import { assertEquals } from "@std/assert";
import { MADV, MAP } from "../memory/mmap_flags.ts";
import { FS_EXT4 } from "../state/inode.ts";
import { OPEN } from "../state/open_file.ts";
import {
  type CallResult,
  givenProcess,
  type MachineFixture,
  type Mapping,
  range,
} from "../testing/machine_fixture.ts";
import type { CallArguments } from "./call.ts";

function advise(given: MachineFixture, page: number, pageCount: number, advice: number): CallResult {
  return given.call("madvise", { ...range(page, pageCount), advice });
}

const ERRORS: readonly { what: string; args: CallArguments; result: CallResult }[] = [
  { what: "unknown advice", args: { address: 1, lengthBytes: 0, advice: 5 }, result: "EINVAL" },
  { what: "MADV_HWPOISON", args: { ...range(100, 1), advice: MADV.HWPOISON }, result: "EINVAL" },
  { what: "an address off a page boundary", args: { address: 1, lengthBytes: 0 }, result: "EINVAL" },
  { what: "a length that wraps to 0", args: { ...range(300, 1), lengthBytes: -1 }, result: "EINVAL" },
  { what: "a range that wraps", args: { address: -4096, lengthBytes: 8192 }, result: "EINVAL" },
  { what: "length 0, mapped or not", args: range(300, 0), result: 0 },
  { what: "nothing mapped", args: range(300, 1), result: "ENOMEM" },
];

for (const { what, args, result } of ERRORS) {
  Deno.test(`madvise() with ${what} is ${result}`, () => {
    const given = givenProcess();
    given.map(100, 10);
    assertEquals(given.call("madvise", { advice: MADV.DONTNEED, ...args }), result);
  });
}

/** What each advice makes of the flags of private anonymous memory. */
const FLAGS: readonly { advice: keyof typeof MADV; flags: string; undo?: keyof typeof MADV }[] = [
  { advice: "SEQUENTIAL", flags: "rd wr mr mw me sr ac", undo: "NORMAL" },
  { advice: "RANDOM", flags: "rd wr mr mw me rr ac", undo: "NORMAL" },
  { advice: "DONTFORK", flags: "rd wr mr mw me dc ac", undo: "DOFORK" },
  { advice: "WIPEONFORK", flags: "rd wr mr mw me ac wf", undo: "KEEPONFORK" },
  { advice: "DONTDUMP", flags: "rd wr mr mw me ac dd", undo: "DODUMP" },
  { advice: "MERGEABLE", flags: "rd wr mr mw me ac mg", undo: "UNMERGEABLE" },
  { advice: "HUGEPAGE", flags: "rd wr mr mw me ac hg" },
  { advice: "NOHUGEPAGE", flags: "rd wr mr mw me ac nh" },
];

for (const { advice, flags, undo } of FLAGS) {
  Deno.test(`MADV_${advice} splits its part off and gives it a flag${undo === undefined ? "" : `; MADV_${undo} undoes both`}`, () => {
    const given = givenProcess();
    given.map(100, 10);
    assertEquals(advise(given, 103, 4, MADV[advice]), 0);
    assertEquals([given.vmas().length, given.flagsAt(103)], [3, flags]);
    if (undo === undefined) return;
    assertEquals([advise(given, 103, 4, MADV[undo]), given.vmas()], [0, ["100-110 rw-p"]]);
  });
}

Deno.test("of two advices that exclude each other the later one holds", () => {
  const given = givenProcess();
  given.map(100, 10);
  advise(given, 100, 10, MADV.RANDOM);
  advise(given, 100, 10, MADV.SEQUENTIAL);
  advise(given, 100, 10, MADV.HUGEPAGE);
  advise(given, 100, 10, MADV.NOHUGEPAGE);
  assertEquals(given.flagsAt(100), "rd wr mr mw me sr ac nh");
});

Deno.test("advice that a VMA has already changes nothing", () => {
  const given = givenProcess();
  given.map(100, 10);
  assertEquals(given.effectsOf(() => advise(given, 103, 4, MADV.NORMAL)), []);
});

Deno.test("holes are passed over, and told at the end", () => {
  const given = givenProcess();
  given.map(100, 2);
  given.map(104, 2);
  given.touchAll([100, 104], "w");
  assertEquals([advise(given, 100, 6, MADV.DONTNEED), given.residency(100, 6)], ["ENOMEM", "......"]);
  assertEquals(advise(given, 104, 10, MADV.DONTFORK), "ENOMEM");
  assertEquals(given.flagsAt(104), "rd wr mr mw me dc ac");
});

Deno.test("another error than a hole's ends it at once", () => {
  const given = givenProcess();
  given.map(100, 2);
  given.map(104, 2);
  given.map(106, 2);
  given.call("mlock", range(104, 2));
  given.touchAll([100, 106], "w");
  assertEquals([advise(given, 100, 8, MADV.DONTNEED), given.residency(100, 8)], ["EINVAL", "....aaa."]);
});

interface Kind {
  readonly [name: string]: CallResult;
}

/** The answer of each advice to each kind of VMA; 0 where nothing is said. */
const FITTING: readonly { advice: keyof typeof MADV; answers: Kind }[] = [
  { advice: "WIPEONFORK", answers: { file: "EINVAL", shared: "EINVAL", "read-only shared": "EINVAL" } },
  { advice: "KEEPONFORK", answers: {} },
  { advice: "MERGEABLE", answers: {} },
  { advice: "WILLNEED", answers: {} },
  { advice: "COLD", answers: { locked: "EINVAL" } },
  { advice: "PAGEOUT", answers: { locked: "EINVAL" } },
  { advice: "DONTNEED", answers: { locked: "EINVAL" } },
  { advice: "DONTNEED_LOCKED", answers: {} },
  { advice: "GUARD_INSTALL", answers: { locked: "EINVAL" } },
  { advice: "GUARD_REMOVE", answers: {} },
  {
    advice: "FREE",
    answers: { locked: "EINVAL", file: "EINVAL", shared: "EINVAL", "read-only shared": "EINVAL" },
  },
  {
    advice: "REMOVE",
    answers: { private: "EINVAL", locked: "EINVAL", file: "EACCES", "read-only shared": "EACCES" },
  },
  {
    advice: "COLLAPSE",
    answers: {
      private: "EINVAL",
      locked: "EINVAL",
      file: "EINVAL",
      shared: "EINVAL",
      "read-only shared": "EINVAL",
    },
  },
];

for (const { advice, answers } of FITTING) {
  const errors = Object.entries(answers).map(([kind, errno]) => `${errno} for ${kind} memory`);
  Deno.test(`MADV_${advice} is ${errors.join(", ") || "fine for every kind of memory"}`, () => {
    const given = givenProcess();
    const kinds: Record<string, Mapping> = {
      private: {},
      locked: {},
      file: { fd: given.openFile() },
      shared: { flags: MAP.SHARED },
      "read-only shared": { flags: MAP.SHARED, fd: given.openFile({ access: OPEN.RDONLY }), rights: "r" },
    };
    for (const [index, [kind, mapping]] of Object.entries(kinds).entries()) {
      const page = 100 * (index + 1);
      given.map(page, 2, mapping);
      if (kind === "locked") given.call("mlock", range(page, 2));
      assertEquals([kind, advise(given, page, 2, MADV[advice])], [kind, answers[kind] ?? 0]);
    }
  });
}

Deno.test("discarding sealed anonymous memory that is not writable is EPERM, whatever else is wrong", () => {
  const given = givenProcess();
  given.map(100, 2, { rights: "r" });
  given.map(200, 2);
  given.map(300, 2, { flags: MAP.SHARED, rights: "r" });
  for (const page of [100, 200, 300]) given.call("mseal", range(page, 2));
  const discarding = [
    "FREE",
    "DONTNEED",
    "DONTNEED_LOCKED",
    "REMOVE",
    "DONTFORK",
    "WIPEONFORK",
    "GUARD_INSTALL",
  ] as const;
  for (const advice of discarding) assertEquals(advise(given, 100, 2, MADV[advice]), "EPERM");
  assertEquals([advise(given, 200, 2, MADV.DONTNEED), advise(given, 300, 2, MADV.DONTNEED)], [0, 0]);
  assertEquals(advise(given, 100, 2, MADV.DONTDUMP), 0);
});

Deno.test("MADV_MERGEABLE marks private memory only", () => {
  const given = givenProcess();
  given.map(100, 2, { flags: MAP.SHARED });
  assertEquals(given.effectsOf(() => assertEquals(advise(given, 100, 2, MADV.MERGEABLE), 0)), []);
});

Deno.test("MADV_WILLNEED reads a disk file's pages into the cache and maps none", () => {
  const given = givenProcess();
  given.map(100, 4, { fd: given.openFile({ fileSystem: FS_EXT4, pageCount: 8 }), fileStart: 2 });
  assertEquals([advise(given, 101, 2, MADV.WILLNEED), given.residency(100, 4)], [0, "...."]);
  assertEquals([2, 3, 4, 5].map((index) => given.state.inode(1).cachedFrame(index) >= 0), [
    false,
    true,
    true,
    false,
  ]);
});

Deno.test("MADV_REMOVE makes a hole in the file: shared pages go, copies stay, the size too", () => {
  const given = givenProcess();
  const fd = given.openFile({ pageCount: 4 });
  given.map(100, 4, { fd, flags: MAP.SHARED });
  given.map(200, 4, { fd });
  given.touchAll([100, 101, 201], "w");
  assertEquals(advise(given, 101, 2, MADV.REMOVE), 0);
  assertEquals([given.residency(100, 4), given.residency(200, 4)], ["f...", ".a.."]);
  assertEquals([given.state.inode(1).sizeBytes, given.state.inode(1).cachedPages], [4 * 4096, 1]);
});

Deno.test("MADV_GUARD_INSTALL and MADV_GUARD_REMOVE put markers and take them away", () => {
  const given = givenProcess();
  given.map(100, 4);
  assertEquals([advise(given, 101, 2, MADV.GUARD_INSTALL), given.residency(100, 4)], [0, ".gg."]);
  assertEquals([advise(given, 100, 4, MADV.GUARD_REMOVE), given.residency(100, 4)], [0, "...."]);
});

Deno.test("MADV_POPULATE_READ and _WRITE fault pages in, one fault a page", () => {
  const given = givenProcess();
  given.map(100, 4);
  given.touch(100, "w");
  assertEquals([advise(given, 100, 3, MADV.POPULATE_READ), given.residency(100, 4)], [0, "azz."]);
  assertEquals([advise(given, 100, 4, MADV.POPULATE_WRITE), given.residency(100, 4)], [0, "aaaa"]);
  assertEquals(given.faults(), [6, 0]);
});

const UNPOPULATED: readonly {
  what: string;
  mapping: Mapping | undefined;
  read: CallResult;
  write: CallResult;
}[] = [
  { what: "a hole", mapping: undefined, read: "ENOMEM", write: "ENOMEM" },
  { what: "memory without rights", mapping: { rights: "" }, read: "EINVAL", write: "EINVAL" },
  { what: "memory that is only readable", mapping: { rights: "r" }, read: 0, write: "EINVAL" },
  { what: "memory that is only writable", mapping: { rights: "w" }, read: "EINVAL", write: 0 },
  { what: "a page behind the file's end", mapping: { fd: 0 }, read: "EFAULT", write: "EFAULT" },
];

for (const { what, mapping, read, write } of UNPOPULATED) {
  Deno.test(`populating ${what}: ${read} for reading, ${write} for writing; what lies before is populated`, () => {
    const given = givenProcess();
    given.openFile({ pageCount: 0 });
    given.map(100, 2);
    if (mapping !== undefined) given.map(102, 2, mapping);
    assertEquals([advise(given, 100, 4, MADV.POPULATE_READ), given.residency(100, 2)], [read, "zz"]);
    assertEquals([advise(given, 100, 4, MADV.POPULATE_WRITE), given.residency(100, 2)], [write, "aa"]);
  });
}
