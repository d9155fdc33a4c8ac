/** Tests of the first anon_vma of a VMA: given(neighbours with one).when(a page is written).then(theirs, or a new one). */
import { assertEquals } from "@std/assert";
import { MADV, MAP } from "../memory/mmap_flags.ts";
import { givenProcess, type MachineFixture, range } from "../testing/machine_fixture.ts";
import { prepareAnonVma } from "./anon_vma_prepare.ts";

/** Writes to the first page of each VMA in turn; the anon_vmas that they have then. */
function anonVmas(given: MachineFixture, ...pages: number[]): number[] {
  return pages.map((page) => {
    given.touch(page, "w");
    return given.vmaAt(page).anonVma;
  });
}

Deno.test("a VMA without neighbours gets a new root", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.map(200, 10);
  assertEquals(anonVmas(given, 100, 200), [1, 2]);
  assertEquals([given.state.anonVma(1).parent, given.vmaAt(100).anonChain], [0, [1]]);
});

Deno.test("neighbours that differ only in rights share an anon_vma, so that they can merge later", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.map(110, 10, { rights: "rwx" });
  given.map(90, 10, { rights: "rwx" });
  assertEquals(anonVmas(given, 100, 110, 90), [1, 1, 1]);
});

Deno.test("the neighbour above is asked before the one below", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.map(120, 10);
  assertEquals(anonVmas(given, 100, 120), [1, 2]);
  given.map(110, 10, { rights: "rwx" });
  assertEquals(anonVmas(given, 110), [2]);
});

const STRANGERS = [
  {
    what: "other flags",
    alter: (given: MachineFixture) => given.map(110, 10, { flags: MAP.PRIVATE | MAP.NORESERVE }),
  },
  { what: "a gap between", alter: (given: MachineFixture) => given.map(111, 10) },
  { what: "a file", alter: (given: MachineFixture) => given.map(110, 10, { fd: given.openFile() }) },
];

for (const { what, alter } of STRANGERS) {
  Deno.test(`VMAs with ${what} do not share an anon_vma`, () => {
    const given = givenProcess();
    given.map(100, 10);
    alter(given);
    assertEquals(anonVmas(given, 100, 111), [1, 2]);
  });
}

Deno.test("a guard flag is no difference", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.map(110, 10, { rights: "rwx" });
  given.call("madvise", { ...range(100, 1), advice: MADV.GUARD_INSTALL });
  assertEquals(anonVmas(given, 111), [1]);
});

Deno.test("an anon_vma that was inherited by fork is not taken by a neighbour", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.map(110, 10, { rights: "rwx" });
  given.touch(100, "w");
  const child = given.fork();
  assertEquals(given.as(child, () => anonVmas(given, 100, 111)), [2, 3]);
  assertEquals(anonVmas(given, 111), [1]);
});

Deno.test("a VMA moved with its pages is no neighbour: its offsets do not follow", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.touch(100, "w");
  given.map(210, 10);
  const old = { oldAddress: range(100, 10).address, oldLengthBytes: 40960, newLengthBytes: 40960 };
  given.call("mremap", { ...old, flags: 3, newAddress: range(200, 10).address });
  assertEquals(anonVmas(given, 200, 210), [1, 2]);
});

Deno.test("a VMA that has an anon_vma stays as it is", () => {
  const given = givenProcess();
  given.map(100, 10);
  given.touch(100, "w");
  const vma = given.vmaAt(100);
  assertEquals(given.effectsOf(() => given.setUp((tx) => assertEquals(prepareAnonVma(tx, vma), vma))), []);
});
