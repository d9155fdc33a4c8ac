/** Tests of mmap(2): given(a space, files, limits).when(a mapping is asked for).then(errno by precedence, or what is mapped). */
import { assertEquals } from "@std/assert";
import { addressOf, TASK_SIZE } from "../address.ts";
import { MAP, PROT } from "../memory/mmap_flags.ts";
import { FILE_DIRECTORY, FILE_PIPE, FS_EXT4 } from "../state/inode.ts";
import { OPEN } from "../state/open_file.ts";
import {
  type CallResult,
  givenProcess,
  type MachineFixture,
  range,
  TOP_PAGE,
} from "../testing/machine_fixture.ts";
import type { CallArguments } from "./call.ts";
import { protFlags } from "./mmap.ts";

const PRIVATE = MAP.PRIVATE | MAP.ANONYMOUS;
const FIXED = PRIVATE | MAP.FIXED;
const RW = PROT.READ | PROT.WRITE;

/** The arguments of a private anonymous mapping of two pages, but for what is wished. */
function mapping(wish: CallArguments): CallArguments {
  return { address: 0, lengthBytes: 8192, prot: RW, flags: PRIVATE, fd: -1, offset: 0, ...wish };
}

/** Each row has all the faults of the rows below it that it can have: the first match wins. */
const ERRORS: readonly { what: string; args: CallArguments; result: CallResult }[] = [
  { what: "an offset off a page boundary", args: { offset: 1, flags: 0, lengthBytes: 0 }, result: "EINVAL" },
  { what: "a descriptor that is not open", args: { flags: MAP.PRIVATE, lengthBytes: 0 }, result: "EBADF" },
  { what: "huge pages of a file", args: { flags: MAP.HUGETLB, fd: 0, lengthBytes: 0 }, result: "EINVAL" },
  { what: "length 0", args: { lengthBytes: 0, flags: MAP.ANONYMOUS }, result: "EINVAL" },
  { what: "a length that wraps to 0", args: { lengthBytes: -1, flags: MAP.ANONYMOUS }, result: "ENOMEM" },
  { what: "more than the task size", args: { lengthBytes: TASK_SIZE + 1 }, result: "ENOMEM" },
  {
    what: "a fixed place beyond the task size",
    args: { flags: FIXED, address: TASK_SIZE },
    result: "ENOMEM",
  },
  { what: "a fixed place off a page boundary", args: { flags: FIXED, address: 1 }, result: "EINVAL" },
  { what: "a fixed place below mmap_min_addr", args: { flags: MAP.ANONYMOUS | MAP.FIXED }, result: "EPERM" },
  {
    what: "MAP_FIXED_NOREPLACE over a mapping",
    args: { address: addressOf(50), flags: MAP.ANONYMOUS | MAP.FIXED_NOREPLACE },
    result: "EEXIST",
  },
  { what: "no type of sharing", args: { flags: MAP.ANONYMOUS }, result: "EINVAL" },
  { what: "MAP_SHARED_VALIDATE of no file", args: { flags: MAP.ANONYMOUS | 3 }, result: "EINVAL" },
  { what: "shared growing memory", args: { flags: MAP.ANONYMOUS | 1 | MAP.GROWSDOWN }, result: "EINVAL" },
  { what: "locked droppable memory", args: { flags: MAP.ANONYMOUS | 8 | MAP.LOCKED }, result: "EINVAL" },
  { what: "a sealed VMA in the way", args: { flags: FIXED, address: addressOf(50) }, result: "EPERM" },
];

for (const { what, args, result } of ERRORS) {
  Deno.test(`mmap() with ${what} is ${result}`, () => {
    const given = givenProcess();
    given.openFile();
    given.map(50, 10);
    given.call("mseal", range(50, 10));
    assertEquals([given.call("mmap", mapping(args)), given.vmas()], [result, ["50-60 rw-p"]]);
  });
}

const FILE_ERRORS: readonly {
  what: string;
  file?: Parameters<MachineFixture["openFile"]>[0];
  args: CallArguments;
  result: CallResult;
}[] = [
  {
    what: "an offset beyond the largest file",
    args: { flags: MAP.SHARED_VALIDATE | MAP.SYNC, offset: 2 ** 63 - 4096 },
    result: "EOVERFLOW",
  },
  {
    what: "flags that MAP_SHARED_VALIDATE does not know",
    file: { access: OPEN.WRONLY },
    args: { flags: MAP.SHARED_VALIDATE | MAP.SYNC },
    result: "EOPNOTSUPP",
  },
  {
    what: "shared writing to a file open for reading",
    file: { access: OPEN.RDONLY, fileKind: FILE_DIRECTORY },
    args: { flags: MAP.SHARED },
    result: "EACCES",
  },
  { what: "no type of sharing", file: { access: OPEN.WRONLY }, args: { flags: 0 }, result: "EINVAL" },
  {
    what: "a file not open for reading",
    file: { access: OPEN.WRONLY, fileKind: FILE_PIPE },
    args: { flags: MAP.PRIVATE, prot: PROT.WRITE },
    result: "EACCES",
  },
  {
    what: "a pipe",
    file: { fileKind: FILE_PIPE },
    args: { flags: MAP.PRIVATE | MAP.GROWSDOWN },
    result: "ENODEV",
  },
  { what: "MAP_GROWSDOWN", args: { flags: MAP.PRIVATE | MAP.GROWSDOWN }, result: "EINVAL" },
  {
    what: "MAP_SYNC, which the disk does not have",
    file: { fileSystem: FS_EXT4 },
    args: { flags: MAP.SHARED_VALIDATE | MAP.SYNC },
    result: "EOPNOTSUPP",
  },
];

for (const { what, file, args, result } of FILE_ERRORS) {
  Deno.test(`mmap() of a file with ${what} is ${result}`, () => {
    const given = givenProcess();
    const fd = given.openFile(file);
    assertEquals(given.call("mmap", mapping({ fd, ...args })), result);
  });
}

Deno.test("mmap() locks within RLIMIT_MEMLOCK: EPERM without any, EAGAIN over it, before the type is looked at", () => {
  const given = givenProcess();
  const locked = mapping({ flags: MAP.ANONYMOUS | MAP.LOCKED });
  given.limit("MEMLOCK", 4096);
  assertEquals(given.call("mmap", locked), "EAGAIN");
  given.limit("MEMLOCK", 0);
  assertEquals(given.call("mmap", locked), "EPERM");
});

Deno.test("mmap() keeps within RLIMIT_AS, RLIMIT_DATA and memory", () => {
  const given = givenProcess({ ramPages: 10 });
  assertEquals(given.call("mmap", mapping({ lengthBytes: 11 * 4096 })), "ENOMEM");
  given.limit("DATA", 4096);
  assertEquals(given.call("mmap", mapping({})), "ENOMEM");
  assertEquals(given.place(mapping({ prot: PROT.READ })), TOP_PAGE - 2);
  given.limit("AS", 3 * 4096);
  assertEquals(given.call("mmap", mapping({ prot: PROT.READ })), "ENOMEM");
});

Deno.test("mmap() chooses a place below the top and returns its address", () => {
  const given = givenProcess();
  assertEquals(given.effectsOf(() => given.place(mapping({}))), ["vmaPut 9998-10000 rw-p"]);
  assertEquals(given.place(mapping({ lengthBytes: 1, prot: 0 })), TOP_PAGE - 3);
  assertEquals(given.vmas(), ["9997-9998 ---p", "9998-10000 rw-p"]);
});

Deno.test("mmap() takes a hint that is free, and raises one below mmap_min_addr", () => {
  const given = givenProcess();
  assertEquals(given.place(mapping({ address: addressOf(300) + 5 })), 300);
  assertEquals(given.place(mapping({ address: 4096 })), 16);
  assertEquals(given.place(mapping({ address: addressOf(301) })), TOP_PAGE - 2);
});

Deno.test("MAP_FIXED replaces what is in the way; MAP_FIXED_NOREPLACE takes a free place", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.touchAll([103, 104], "w");
  given.map(104, 2, { rights: "r" });
  assertEquals([given.vmas(), given.residency(100, 10)], [
    ["100-104 rw-p", "104-106 r--p", "106-110 rw-p"],
    "...a......",
  ]);
  assertEquals(given.place(mapping({ address: addressOf(110), flags: PRIVATE | MAP.FIXED_NOREPLACE })), 110);
});

const FLAGS: readonly { what: string; args: CallArguments; flags: string }[] = [
  { what: "private writable memory is accounted", args: {}, flags: "rd wr mr mw me ac" },
  { what: "read-only memory is not accounted", args: { prot: PROT.READ }, flags: "rd mr mw me" },
  {
    what: "unreserved memory is not accounted",
    args: { flags: PRIVATE | MAP.NORESERVE },
    flags: "rd wr mr mw me nr",
  },
  {
    what: "MAP_STACK asks for no huge pages",
    args: { flags: PRIVATE | MAP.STACK },
    flags: "rd wr mr mw me ac nh",
  },
  { what: "MAP_GROWSDOWN grows", args: { flags: PRIVATE | MAP.GROWSDOWN }, flags: "rd wr mr mw me gd ac" },
  { what: "MAP_LOCKED locks", args: { flags: PRIVATE | MAP.LOCKED }, flags: "rd wr mr mw me lo ac" },
  { what: "shared memory", args: { flags: MAP.SHARED | MAP.ANONYMOUS }, flags: "rd wr sh mr mw me ms" },
  { what: "droppable memory", args: { flags: 8 | MAP.ANONYMOUS }, flags: "rd wr mr mw me nr wf dd dp" },
  { what: "a private file", args: { flags: MAP.PRIVATE, fd: 0 }, flags: "rd wr mr mw me ac" },
  { what: "a shared file", args: { flags: MAP.SHARED, fd: 0 }, flags: "rd wr sh mr mw me ms" },
  {
    what: "a shared mapping of a file open for reading never becomes writable, nor is it shared",
    args: { flags: MAP.SHARED, fd: 1, prot: PROT.READ },
    flags: "rd mr me ms",
  },
];

for (const { what, args, flags } of FLAGS) {
  Deno.test(`mmap(): ${what}: ${flags}`, () => {
    const given = givenProcess();
    given.openFile();
    given.openFile({ access: OPEN.RDONLY });
    const page = given.place(mapping(args)) as number;
    assertEquals(given.flagsAt(page), flags);
  });
}

Deno.test("MAP_POPULATE and MAP_LOCKED fault the pages in; MAP_NONBLOCK does not; failures are not reported", () => {
  const given = givenProcess();
  const residency = (flags: number, prot = RW) => {
    const page = given.place(mapping({ flags: PRIVATE | flags, prot })) as number;
    return given.residency(page, 2);
  };
  assertEquals([residency(MAP.POPULATE), residency(MAP.LOCKED)], ["aa", "aa"]);
  assertEquals(residency(MAP.POPULATE | MAP.NONBLOCK), "..");
  assertEquals([residency(MAP.POPULATE, PROT.READ), residency(MAP.LOCKED, 0)], ["zz", ".."]);
});

Deno.test("mmap() keeps a file open that is closed, and its mappings know their pages", () => {
  const given = givenProcess();
  const fd = given.openFile();
  const page = given.place(mapping({ fd, flags: MAP.SHARED, offset: addressOf(3) })) as number;
  given.call("close", { fd });
  assertEquals([given.vmaAt(page).pageOffset, given.vmaAt(page).inode, given.state.files.size], [3, 1, 1]);
});

Deno.test("protFlags() knows reading, writing and executing", () => {
  assertEquals([protFlags(0), protFlags(7), protFlags(8)], [0, 7, 0]);
});
