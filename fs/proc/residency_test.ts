/** Tests of residency runs. */
import { assertEquals } from "@std/assert";
import { presentPte, touchMemory } from "@palimpsest/kernel";
import { residencyLetter, residencyRuns, residencyText } from "./residency.ts";
import { smallProcess } from "./testing/small_process.ts";

Deno.test("pages show as what they hold, in runs that add up to the mapping", () => {
  const { machine } = smallProcess();
  const touch = (address: number, access: { write?: boolean }) => touchMemory(machine, 1, address, access);
  touch(0x400000, {});
  touch(0x500000, { write: true });
  touch(0x501000, {});
  touch(0x7ffff7fb2000, { write: true });
  const { state } = machine;
  const space = state.spaceOf(1);
  const text = (address: number) => residencyText(residencyRuns(state, space, space.vmaAt(address / 4096)!));
  assertEquals([0x400000, 0x500000, 0x7ffff7fb0000, 0x7ffff7fd0000].map(text), [
    "2f",
    "1a1z",
    "2.1f1.",
    "1.",
  ]);
});

Deno.test("a mapping without page structures shows nothing", () => {
  const { state, space } = smallProcess();
  const vma = space.vmaAt(0x7ffff7fc0)!;
  assertEquals(residencyLetter(state, vma, presentPte(7, false)), ".");
});

Deno.test("an empty mapping of a terabyte is one run, found in one step", () => {
  const { state, space } = smallProcess();
  const vma = { ...space.vmaAt(0x7ffff7fd0)!, startPage: 2 ** 30, endPage: 2 ** 30 + 2 ** 28 };
  assertEquals(residencyText(residencyRuns(state, space, vma)), `${2 ** 28}.`);
});
