/** Tests of mprotect(2): given(VMAs).when(rights are set).then(errno by precedence, or VMAs and accounting as they are then). */
import { assertEquals } from "@std/assert";
import { addressOf } from "../address.ts";
import { MAP, PROT } from "../memory/mmap_flags.ts";
import { OPEN } from "../state/open_file.ts";
import {
  type CallResult,
  givenProcess,
  type MachineFixture,
  prot,
  range,
} from "../testing/machine_fixture.ts";
import type { CallArguments } from "./call.ts";

function protect(given: MachineFixture, page: number, pageCount: number, rights: string) {
  return given.call("mprotect", { ...range(page, pageCount), prot: prot(rights) });
}

const BOTH = PROT.GROWSDOWN | PROT.GROWSUP;
const ERRORS: readonly { what: string; args: CallArguments; result: CallResult }[] = [
  { what: "both directions of growth", args: { address: 1, lengthBytes: 0, prot: BOTH }, result: "EINVAL" },
  { what: "an address off a page boundary", args: { address: 1, lengthBytes: 0 }, result: "EINVAL" },
  { what: "length 0, whatever the rights", args: { ...range(100, 0), prot: 0x100 }, result: 0 },
  {
    what: "a length that wraps to 0",
    args: { ...range(100, 0), lengthBytes: -1, prot: 0x100 },
    result: "ENOMEM",
  },
  { what: "a range that wraps", args: { address: -4096, lengthBytes: 8192, prot: 0x100 }, result: "ENOMEM" },
  { what: "rights that there are not", args: { ...range(300, 1), prot: 0x10 }, result: "EINVAL" },
  { what: "nothing mapped", args: { ...range(300, 1), prot: PROT.GROWSUP }, result: "ENOMEM" },
  { what: "nothing mapped at the start", args: { ...range(99, 2), prot: PROT.GROWSUP }, result: "ENOMEM" },
  { what: "growth up", args: { ...range(100, 1), prot: PROT.GROWSUP }, result: "EINVAL" },
  {
    what: "growth down of a VMA that does not",
    args: { ...range(99, 2), prot: PROT.GROWSDOWN },
    result: "EINVAL",
  },
];

for (const { what, args, result } of ERRORS) {
  Deno.test(`mprotect() with ${what} is ${result}`, () => {
    const given = givenProcess();
    given.map(100, 10);
    assertEquals([given.call("mprotect", args), given.vmas()], [result, ["100-110 rw-p"]]);
  });
}

Deno.test("mprotect() changes the VMAs before a hole, then says ENOMEM", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.map(112, 10);
  assertEquals([protect(given, 105, 15, "r"), given.vmas()], [
    "ENOMEM",
    ["100-105 rw-p", "105-110 r--p", "112-122 rw-p"],
  ]);
});

Deno.test("mprotect() changes the VMAs before a sealed one, then says EPERM, even when the rights would stay", () => {
  const given = givenProcess();
  given.map(100, 20);
  given.call("mseal", range(110, 10));
  assertEquals([protect(given, 105, 10, "r"), given.vmas()], [
    "EPERM",
    ["100-105 rw-p", "105-110 r--p", "110-120 rw-p"],
  ]);
  assertEquals(protect(given, 110, 10, "rw"), "EPERM");
});

Deno.test("mprotect() gives no right that the file's mode forbids", () => {
  const given = givenProcess();
  const fd = given.openFile({ access: OPEN.RDONLY });
  given.map(100, 10, { fd, flags: MAP.SHARED, rights: "r" });
  given.map(200, 10, { fd, rights: "r" });
  assertEquals([protect(given, 100, 10, "rw"), protect(given, 100, 10, "rx")], ["EACCES", 0]);
  assertEquals(protect(given, 200, 10, "rw"), 0);
});

Deno.test("private memory is accounted once it becomes writable, and not any more when it never had a page", () => {
  const given = givenProcess();
  given.map(100, 10, { rights: "r" });
  protect(given, 100, 10, "rw");
  assertEquals(given.flagsAt(100), "rd wr mr mw me ac");
  protect(given, 100, 10, "r");
  assertEquals(given.flagsAt(100), "rd mr mw me");
  protect(given, 100, 10, "rw");
  given.touch(100, "w");
  protect(given, 100, 10, "r");
  assertEquals(given.flagsAt(100), "rd mr mw me ac");
});

Deno.test("unreserved and shared memory is not accounted when it becomes writable", () => {
  const given = givenProcess();
  given.map(100, 10, { rights: "r", flags: MAP.PRIVATE | MAP.NORESERVE });
  given.map(200, 10, { rights: "r", flags: MAP.SHARED });
  protect(given, 100, 10, "rw");
  protect(given, 200, 10, "rw");
  assertEquals([given.flagsAt(100), given.flagsAt(200)], ["rd wr mr mw me nr", "rd wr sh mr mw me ms"]);
});

Deno.test("mprotect() to writable keeps within RLIMIT_DATA and memory", () => {
  const given = givenProcess({ ramPages: 10 });
  given.map(100, 11, { rights: "r" });
  assertEquals([protect(given, 100, 11, "rw"), protect(given, 100, 5, "rw")], ["ENOMEM", 0]);
  given.limit("DATA", 8 * 4096);
  assertEquals([protect(given, 105, 4, "rw"), protect(given, 105, 3, "rw")], ["ENOMEM", 0]);
});

Deno.test("locked private memory that becomes writable is faulted in by the same call", () => {
  const given = givenProcess();
  given.map(100, 3, { rights: "r" });
  given.call("mlock", range(100, 3));
  assertEquals(given.residency(100, 3), "zzz");
  const before = given.faults()[0];
  protect(given, 100, 3, "rw");
  assertEquals([given.residency(100, 3), given.faults()[0] - before], ["aaa", 3]);
});

Deno.test("PROT_GROWSDOWN reaches down to the start of the growing VMA", () => {
  const given = givenProcess();
  given.map(100, 10, { flags: MAP.PRIVATE | MAP.GROWSDOWN });
  given.call("mprotect", { ...range(105, 1), prot: PROT.READ | PROT.GROWSDOWN });
  assertEquals(given.vmas(), ["100-106 r--p", "106-110 rw-p"]);
});

Deno.test("mprotect() to the rights that a VMA has changes nothing", () => {
  const given = givenProcess();
  given.map(100, 10);
  assertEquals(given.effectsOf(() => protect(given, 102, 3, "rw")), []);
  assertEquals(given.call("mprotect", { address: addressOf(102), lengthBytes: 1, prot: 3 | PROT.SEM }), 0);
});
