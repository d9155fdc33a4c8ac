/** Tests of the orders that VMAs are kept in. */
import { assertEquals } from "@std/assert";
import { OrderedTree } from "../state/ordered_tree.ts";
import type { Vma } from "./vma.ts";
import { BY_ADDRESS, BY_PAGE_OFFSET } from "./vma_order.ts";

function vma(space: number, startPage: number, pageOffset: number): Vma {
  const nothing = { flags: 0, file: 0, inode: 0, anonVma: 0, anonChain: [], name: "" };
  return { space, startPage, endPage: startPage + 10, pageOffset, ...nothing };
}

Deno.test("the VMAs of a space are found by address", () => {
  const tree = new OrderedTree<Vma>(1, BY_ADDRESS);
  for (const startPage of [300, 100, 200]) tree.insert(1, vma(1, startPage, 0));
  assertEquals([...tree.items()].map(({ startPage }) => startPage), [100, 200, 300]);
  assertEquals(tree.floor(215)?.startPage, 200);
});

Deno.test("a reverse map holds VMAs of the same page offset apart, by space and address", () => {
  const tree = new OrderedTree<Vma>(1, BY_PAGE_OFFSET);
  for (const each of [vma(2, 100, 5), vma(1, 200, 5), vma(1, 100, 5), vma(1, 300, 0)]) tree.insert(1, each);
  assertEquals([...tree.items()].map(({ space, startPage }) => [space, startPage]), [
    [1, 300],
    [1, 100],
    [1, 200],
    [2, 100],
  ]);
});
