/** Tests of what a VMA says of itself: its pages, and what kind of mapping it is. */
import { assertEquals } from "@std/assert";
import { isCowMapping, isDataMapping, pageIndexIn, type Vma, vmaPageCount } from "./vma.ts";
import { VM } from "./vma_flags.ts";

const vma: Vma = {
  space: 1,
  startPage: 100,
  endPage: 110,
  flags: VM.READ,
  file: 3,
  inode: 2,
  pageOffset: 7,
  anonVma: 0,
  anonChain: [],
  name: "",
};

Deno.test("pageIndexIn() counts from the VMA's page offset", () => {
  assertEquals([vmaPageCount(vma), pageIndexIn(vma, 103)], [10, 10]);
});

Deno.test("data mappings are private, writable and no stack", () => {
  assertEquals(isDataMapping(VM.READ | VM.WRITE), true);
  assertEquals(isDataMapping(VM.READ | VM.WRITE | VM.SHARED), false);
  assertEquals(isDataMapping(VM.READ | VM.WRITE | VM.GROWSDOWN), false);
});

Deno.test("a private mapping that may be written copies on write", () => {
  assertEquals([isCowMapping(VM.MAYWRITE), isCowMapping(VM.MAYWRITE | VM.SHARED), isCowMapping(VM.READ)], [
    true,
    false,
    false,
  ]);
});
