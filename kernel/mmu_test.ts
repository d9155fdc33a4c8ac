/** Tests of accesses: given(an entry and a VMA).when(touched).then(nothing, a fault event, or the signal it ends in). */
import { assertEquals } from "@std/assert";
import { addressOf, TASK_SIZE } from "./address.ts";
import { FAULT_ACCESS } from "./event/events.ts";
import { MAP } from "./memory/mmap_flags.ts";
import { type Access, type AccessSignal, CANONICAL_END, isPermitted, touchMemory } from "./mmu.ts";
import { FIRST_PID, givenProcess, type MachineFixture, prot, range } from "./testing/machine_fixture.ts";

function touch(given: MachineFixture, address: number, access: Access = {}): AccessSignal | undefined {
  return touchMemory(given.machine, FIRST_PID, address, access);
}

Deno.test("an access that the entry permits is no event", () => {
  const given = givenProcess();
  given.map(100, 1);
  given.touch(100, "w");
  assertEquals(given.touchAll([100, 100], "w"), ["", ""]);
  assertEquals(given.touch(100, "r"), "");
});

Deno.test("a fault event tells page, offset, and how it came about", () => {
  const given = givenProcess();
  given.map(100, 1);
  const access = (how: Access) => {
    const [event] = given.eventsOf(() => touch(given, addressOf(100) + 5, how));
    return [event.page, event.offset, event.access];
  };
  assertEquals(access({ kernel: true }), [100, 5, FAULT_ACCESS.kernel]);
  assertEquals(access({ write: true }), [100, 5, FAULT_ACCESS.write | FAULT_ACCESS.protection]);
});

Deno.test("nothing mapped is SEGV_MAPERR, wrong rights are SEGV_ACCERR, at the address", () => {
  const given = givenProcess();
  given.map(100, 1, { rights: "r" });
  const address = addressOf(100) + 7;
  assertEquals(touch(given, addressOf(99)), {
    signal: "SIGSEGV",
    code: "SEGV_MAPERR",
    address: addressOf(99),
  });
  assertEquals(touch(given, address, { write: true }), { signal: "SIGSEGV", code: "SEGV_ACCERR", address });
});

const RIGHTS: readonly { rights: string; read: string; write: string; execute: string }[] = [
  { rights: "", read: "SEGV_ACCERR", write: "SEGV_ACCERR", execute: "SEGV_ACCERR" },
  { rights: "r", read: "minor", write: "SEGV_ACCERR", execute: "SEGV_ACCERR" },
  { rights: "w", read: "minor", write: "minor", execute: "SEGV_ACCERR" },
  { rights: "x", read: "minor", write: "SEGV_ACCERR", execute: "" },
  { rights: "rw", read: "minor", write: "minor", execute: "SEGV_ACCERR" },
];

for (const { rights, read, write, execute } of RIGHTS) {
  Deno.test(`memory with rights "${rights}": read ${read}, then write ${write}, then execute ${execute || "at once"}`, () => {
    const given = givenProcess();
    given.map(100, 1, { rights });
    assertEquals([given.touch(100, "r"), given.touch(100, "w"), given.touch(100, "x")], [
      read,
      write,
      execute,
    ]);
  });
}

Deno.test("fetching an instruction from an absent page that cannot be executed first brings the page, then is refused", () => {
  const given = givenProcess();
  given.map(100, 1, { rights: "rw" });
  assertEquals([given.touch(100, "x"), given.residency(100, 1)], ["minor SEGV_ACCERR", "z"]);
});

Deno.test("a page that is present without rights is refused, not served again", () => {
  const given = givenProcess();
  given.map(100, 1);
  given.touch(100, "w");
  given.call("mprotect", { ...range(100, 1), prot: prot("") });
  assertEquals([given.touch(100, "r"), given.touch(100, "w"), given.faults()], [
    "SEGV_ACCERR",
    "SEGV_ACCERR",
    [1, 0],
  ]);
});

Deno.test("addresses outside user space: the kernel's half and the guard page map nothing, between them nothing is canonical", () => {
  const given = givenProcess();
  for (const address of [TASK_SIZE, -4096, -(2 ** 47)]) {
    assertEquals(touch(given, address), { signal: "SIGSEGV", code: "SEGV_MAPERR", address });
  }
  for (const address of [CANONICAL_END, -(2 ** 47) - 4096, 2 ** 60]) {
    assertEquals(touch(given, address), { signal: "SIGSEGV", code: "SI_KERNEL", address: 0 });
  }
});

Deno.test("a read takes one fault and a write after it another; both are counted, refused ones are not", () => {
  const given = givenProcess();
  given.map(100, 2);
  given.touch(100, "r");
  given.touch(100, "w");
  given.touch(300, "w");
  assertEquals(given.faults(), [2, 0]);
});

Deno.test("when memory is full an access ends in SIGKILL", () => {
  const given = givenProcess({ frameCount: 2 });
  given.map(100, 2);
  given.touch(100, "w");
  assertEquals(touch(given, addressOf(101), { write: true })?.signal, "SIGKILL");
});

Deno.test("what the hardware permits is the entry's for writing, the VMA's for the rest", () => {
  const given = givenProcess();
  given.map(100, 2, { rights: "rx" });
  given.map(200, 1, { flags: MAP.SHARED });
  given.touchAll([100, 200], "r");
  const permitted = (page: number, access: Access) => isPermitted(given.state, 1, page, access);
  assertEquals([permitted(100, {}), permitted(100, { execute: true }), permitted(100, { write: true })], [
    true,
    true,
    false,
  ]);
  assertEquals([permitted(101, {}), permitted(200, { write: true }), permitted(200, { execute: true })], [
    false,
    true,
    false,
  ]);
});
