/** Tests of brk(2): given(a heap at page 1000).when(the break is to move).then(where it is, and the heap's VMA). */
import { assertEquals } from "@std/assert";
import { addressOf } from "../address.ts";
import { MAP } from "../memory/mmap_flags.ts";
import { givenProcess, HEAP_PAGE, type MachineFixture, range } from "../testing/machine_fixture.ts";

const START = addressOf(HEAP_PAGE);

function brk(given: MachineFixture, address: number): number {
  return (given.call("brk", { address }) as number) - START;
}

Deno.test("the first growth makes the heap; the break is kept as given", () => {
  const given = givenProcess();
  assertEquals(given.effectsOf(() => brk(given, START + 10_000)), ["vmaPut 1000-1003 rw-p", "spaceBreak"]);
  assertEquals([given.space.endBreak - START, given.flagsAt(1000)], [10_000, "rd wr mr mw me ac"]);
});

Deno.test("a question, an address below the heap, gets the break as it is", () => {
  const given = givenProcess();
  brk(given, START + 100);
  assertEquals([brk(given, 0), brk(given, START - 1), brk(given, -4096)], [100, 100, 100]);
});

Deno.test("moving within a page changes no VMA", () => {
  const given = givenProcess();
  brk(given, START + 100);
  assertEquals(given.effectsOf(() => brk(given, START + 4096)), ["spaceBreak"]);
});

Deno.test("growth extends the heap, and never joins the VMA above", () => {
  const given = givenProcess();
  brk(given, START + addressOf(5));
  given.touch(1000, "w");
  given.map(1020, 5);
  assertEquals(given.effectsOf(() => brk(given, START + addressOf(15))), [
    "vmaPut 1000-1015 rw-p",
    "spaceBreak",
  ]);
  assertEquals(brk(given, START + addressOf(19)), addressOf(19));
  assertEquals(given.vmas(), ["1000-1019 rw-p", "1020-1025 rw-p"]);
});

Deno.test("the heap's first growth does not join a VMA that ends at its start", () => {
  const given = givenProcess();
  given.map(990, 10);
  brk(given, START + 4096);
  assertEquals(given.vmas(), ["990-1000 rw-p", "1000-1001 rw-p"]);
});

Deno.test("shrinking unmaps whole pages above the new break", () => {
  const given = givenProcess();
  brk(given, START + addressOf(5));
  given.touchAll([1001, 1003], "w");
  assertEquals(brk(given, START + addressOf(1) + 1), addressOf(1) + 1);
  assertEquals([given.vmas(), given.residency(1000, 5)], [["1000-1002 rw-p"], ".a..."]);
});

const OBSTACLES: readonly { what: string; make: (given: MachineFixture) => void }[] = [
  { what: "something is mapped within the growth", make: (given) => given.map(1008, 1) },
  { what: "something is mapped right above it", make: (given) => given.map(1010, 1) },
  {
    what: "a stack would come too near above",
    make: (given) => given.map(1200, 1, { flags: MAP.PRIVATE | MAP.GROWSDOWN }),
  },
  { what: "RLIMIT_DATA forbids it", make: (given) => given.limit("DATA", addressOf(10) - 1) },
  { what: "RLIMIT_AS forbids it", make: (given) => given.limit("AS", addressOf(9)) },
];

for (const { what, make } of OBSTACLES) {
  Deno.test(`the break stays where it is when ${what}`, () => {
    const given = givenProcess();
    brk(given, START + addressOf(5));
    make(given);
    assertEquals(brk(given, START + addressOf(10)), addressOf(5));
  });
}

Deno.test("the break stays where it is when the growth is more than memory", () => {
  const given = givenProcess({ ramPages: 10 });
  assertEquals([brk(given, START + addressOf(11)), brk(given, START + addressOf(10))], [0, addressOf(10)]);
});

Deno.test("a shrink over a sealed part fails, and so does one that meets no heap", () => {
  const given = givenProcess();
  brk(given, START + addressOf(5));
  given.call("mseal", range(1003, 1));
  assertEquals(brk(given, START + 4096), addressOf(5));
  const unmapped = givenProcess();
  brk(unmapped, START + addressOf(5));
  unmapped.call("munmap", range(1000, 5));
  assertEquals(brk(unmapped, START + 4096), addressOf(5));
});

Deno.test("a locked heap grows by an unlocked VMA", () => {
  const given = givenProcess();
  brk(given, START + addressOf(2));
  given.call("mlock", range(1000, 2));
  brk(given, START + addressOf(4));
  assertEquals([given.vmas(), given.residency(1000, 4)], [["1000-1002 rw-p", "1002-1004 rw-p"], "aa.."]);
});
