/** Tests of anon_vmas as records. */
import { assertEquals } from "@std/assert";
import { AnonVma } from "./anon_vma.ts";

Deno.test("a root is its own child, another has none", () => {
  assertEquals([new AnonVma(1, 1, 0).children, new AnonVma(1, 2, 1).children], [1, 0]);
});

Deno.test("a copy goes its own way", () => {
  const anonVma = new AnonVma(1, 1, 0);
  const copy = anonVma.clone(2);
  const nothing = { flags: 0, file: 0, inode: 0, name: "" };
  copy.vmas.insert(2, {
    space: 1,
    startPage: 5,
    endPage: 6,
    pageOffset: 5,
    anonVma: 1,
    anonChain: [1],
    ...nothing,
  });
  copy.activeVmas++;
  assertEquals([anonVma.vmas.size, anonVma.activeVmas, copy.vmas.size, copy.activeVmas], [0, 0, 1, 1]);
});
