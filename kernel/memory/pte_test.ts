/** Tests of page table entries: what each form is, and what can be read back from it. */
import { assertEquals } from "@std/assert";
import {
  GUARD_PTE,
  isPresent,
  isSwapExclusive,
  isWritable,
  isZeroPage,
  mappedFrame,
  presentPte,
  pteFrame,
  swappedPte,
  unpackPte,
} from "./pte.ts";

Deno.test("a present entry keeps its frame, up to the largest", () => {
  const pte = presentPte(0xffffff, true);
  assertEquals([pteFrame(pte), isPresent(pte), isWritable(pte)], [0xffffff, true, true]);
  assertEquals(unpackPte(pte), { kind: "present", frame: 0xffffff, writable: true });
});

Deno.test("the zero word is absent, and frame 0 is the zero page", () => {
  assertEquals(unpackPte(0), { kind: "absent" });
  assertEquals(isZeroPage(presentPte(0, false)), true);
  assertEquals(isZeroPage(presentPte(1, false)), false);
});

Deno.test("swapped entries and guards are not present", () => {
  assertEquals([isPresent(swappedPte(5)), isPresent(GUARD_PTE)], [false, false]);
  assertEquals(unpackPte(swappedPte(5)), { kind: "swapped", slot: 5 });
  assertEquals(unpackPte(GUARD_PTE), { kind: "guard" });
});

Deno.test("mappedFrame() is the frame of a present entry, and 0 for all others", () => {
  const mapped = [presentPte(0xffffff, true), presentPte(7, false), presentPte(0, false)].map(mappedFrame);
  assertEquals(mapped, [0xffffff, 7, 0]);
  assertEquals([0, swappedPte(5), swappedPte(0xffffff, true), GUARD_PTE].map(mappedFrame), [0, 0, 0, 0]);
});

Deno.test("a swapped entry tells whether its page was exclusive, a present one never does", () => {
  assertEquals([isSwapExclusive(swappedPte(7, true)), isSwapExclusive(swappedPte(7))], [true, false]);
  assertEquals([isSwapExclusive(presentPte(7, true, true)), pteFrame(swappedPte(7, true))], [false, 7]);
});
