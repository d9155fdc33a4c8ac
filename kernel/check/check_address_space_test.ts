/** Tests of the checker of address spaces: each spoils one thing. */
import { assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import { presentPte, ZERO_FRAME } from "../memory/pte.ts";
import type { Vma } from "../memory/vma.ts";
import type { MachineFixture } from "../testing/machine_fixture.ts";
import { checkAddressSpace } from "./check_address_space.ts";
import { ANON_PAGE, FILE_PAGE, givenSoundMachine } from "./testing/sound_machine.ts";

/** Spoils a sound machine, and expects the checker to say so. */
function expectFound(message: string, spoil: (given: MachineFixture) => void): void {
  const given = givenSoundMachine();
  checkAddressSpace(given.state, given.space);
  spoil(given);
  assertThrows(() => checkAddressSpace(given.state, given.space), KernelAssertion, message);
}

/** Puts a VMA in the place of the one at a page, without what a reducer does besides. */
function changeVma(given: MachineFixture, page: number, change: Partial<Vma>): void {
  given.space.vmas.insert(given.state.epoch, { ...given.vmaAt(page), ...change });
}

function setPte({ state, space }: MachineFixture, page: number, pte: number): void {
  space.pages.own(state.epoch, page)[space.pages.offset(page)] = pte;
}

Deno.test("checkAddressSpace() finds VMAs that overlap or are empty", () => {
  expectFound("V1: VMAs of space 1 overlap", (given) => changeVma(given, ANON_PAGE, { endPage: 250 }));
  expectFound("V1: VMA 100-100", (given) => changeVma(given, ANON_PAGE, { endPage: ANON_PAGE }));
});

Deno.test("checkAddressSpace() finds VMAs with a wrong file, offset or anon_vma", () => {
  expectFound("V2: VMA 100-108 of space 1 has file 9", (given) => changeVma(given, ANON_PAGE, { file: 9 }));
  expectFound(
    "V2: VMA 300-308 of space 1 maps inode 44",
    (given) => changeVma(given, FILE_PAGE, { inode: 44 }),
  );
  expectFound("V3: ", (given) => changeVma(given, ANON_PAGE, { pageOffset: -1 }));
  expectFound(
    "V4: VMA 100-108 of space 1 has anon_vma 99",
    (given) => changeVma(given, ANON_PAGE, { anonVma: 99 }),
  );
  expectFound("names anon_vma 99", (given) => changeVma(given, ANON_PAGE, { anonVma: 99, anonChain: [99] }));
  expectFound("has the chain 2,2", (given) => changeVma(given, ANON_PAGE, { anonVma: 2, anonChain: [2, 2] }));
  expectFound("says it is of space 7", (given) => changeVma(given, ANON_PAGE, { space: 7 }));
});

Deno.test("checkAddressSpace() finds entries outside VMAs, and a writable zero page", () => {
  expectFound("SP2: page 99 of space 1", (given) => setPte(given, ANON_PAGE - 1, 3));
  expectFound("P2: page 104", (given) => setPte(given, ANON_PAGE + 4, presentPte(ZERO_FRAME, true)));
});

Deno.test("checkAddressSpace() finds page tables that are missing or left over", () => {
  expectFound("TB1: page 100", ({ state, space }) => space.tables.remove(state.epoch, 0));
  expectFound("TB3: page 4096", ({ state, space }) => space.pages.own(state.epoch, 4096));
  expectFound("TB2: the block from page 2048", ({ state, space }) => space.tables.add(state.epoch, 4));
});

Deno.test("checkAddressSpace() finds counts that the VMAs do not add up to", () => {
  for (const name of ["totalPages", "lockedPages", "dataPages", "stackPages", "executablePages"] as const) {
    expectFound(`SP3: ${name} of space 1`, ({ space }) => space[name]++);
  }
  expectFound("space 1 counts 2 users", ({ space }) => space.users++);
});
