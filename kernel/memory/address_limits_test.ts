/** Tests of what a mapping may cost: given(limits and what is mapped).when(more is asked for).then(whether it may be). */
import { assertEquals } from "@std/assert";
import { RLIM_INFINITY } from "../limits.ts";
import { RLIMIT } from "../state/process.ts";
import { FIRST_PID, givenProcess, type MachineFixture, range } from "../testing/machine_fixture.ts";
import { isAccountable, isEnoughMemory, mayExpand, mayLock, mayLockMore } from "./address_limits.ts";
import { VM } from "./vma_flags.ts";

const DATA = VM.READ | VM.WRITE;

function allows(given: MachineFixture, flags: number, ...pageCounts: number[]): boolean[] {
  const process = given.state.process(FIRST_PID);
  return pageCounts.map((count) => mayExpand(process, given.space, flags, count));
}

Deno.test("RLIMIT_AS bounds all pages, in whole pages", () => {
  const given = givenProcess();
  given.map(100, 10, { rights: "" });
  given.limit("AS", 15 * 4096 + 4095);
  assertEquals(allows(given, VM.READ, 5, 6), [true, false]);
});

Deno.test("RLIMIT_DATA bounds private writable pages that are no stack", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.map(200, 10, { rights: "r" });
  given.limit("DATA", 15 * 4096);
  assertEquals(allows(given, DATA, 5, 6), [true, false]);
  assertEquals(allows(given, VM.READ, 6), [true]);
  assertEquals(allows(given, DATA | VM.SHARED, 6), [true]);
  assertEquals(allows(given, DATA | VM.GROWSDOWN, 6), [true]);
});

Deno.test("RLIMIT_DATA of 0 stands for its hard limit", () => {
  const given = givenProcess();
  given.limit("DATA", 0);
  assertEquals(allows(given, DATA, 6), [true]);
  const hard = {
    kind: "limitSet",
    process: FIRST_PID,
    resource: RLIMIT.DATA,
    soft: 0,
    hard: 5 * 4096,
  } as const;
  given.setUp((tx) => tx.emit(hard));
  assertEquals(allows(given, DATA, 5, 6), [true, false]);
});

Deno.test("RLIMIT_MEMLOCK bounds locked pages only; without any, nothing may be locked", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.call("mlock", range(100, 4));
  given.limit("MEMLOCK", 6 * 4096);
  const process = () => given.state.process(FIRST_PID);
  assertEquals([2, 3].map((count) => mayLockMore(process(), given.space, VM.LOCKED, count)), [true, false]);
  assertEquals([mayLockMore(process(), given.space, 0, 1000), mayLock(process())], [true, true]);
  given.limit("MEMLOCK", 0);
  assertEquals(mayLock(process()), false);
});

Deno.test("one request may be as large as memory and swap together", () => {
  const given = givenProcess({ ramPages: 100, swapSlotCount: 10 });
  given.setUp((tx) => assertEquals([110, 111].map((count) => isEnoughMemory(tx, count)), [true, false]));
});

Deno.test("private writable mappings are charged, unless unreserved", () => {
  assertEquals(
    [DATA, VM.READ, DATA | VM.SHARED, DATA | VM.NORESERVE].map(isAccountable),
    [true, false, false, false],
  );
});

Deno.test("no limit is the largest number the machine counts to", () => {
  assertEquals(givenProcess().state.process(FIRST_PID).limits[RLIMIT.AS].soft, RLIM_INFINITY);
});
