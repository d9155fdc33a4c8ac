/** Tests of walking the entries of a mapping. */
import { assertEquals } from "@std/assert";
import { touchMemory } from "@palimpsest/kernel";
import { pageEntries } from "./page_entries.ts";
import { smallProcess } from "./testing/small_process.ts";

Deno.test("only entries that hold something are met, and only those asked for", () => {
  const { machine, space } = smallProcess();
  for (const page of [0x500, 0x501]) touchMemory(machine, 1, page * 4096, { write: true });
  const heap = space.vmaAt(0x500)!;
  const pages = (...range: number[]) => [...pageEntries(space, heap, ...range)].map(({ page }) => page);
  assertEquals([pages(), pages(0x501), pages(0x500, 0x501)], [[0x500, 0x501], [0x501], [0x500]]);
  assertEquals([...pageEntries(space, space.vmaAt(0x7ffff7fd0)!)], []);
});

Deno.test("an empty mapping of a terabyte is walked in one step; device memory shows nothing", () => {
  const { space } = smallProcess();
  const vma = { ...space.vmaAt(0x500)!, startPage: 2 ** 30, endPage: 2 ** 30 + 2 ** 28 };
  assertEquals([...pageEntries(space, vma)], []);
  assertEquals([...pageEntries(space, space.vmaAt(0x7ffff7fc0)!)], []);
});
