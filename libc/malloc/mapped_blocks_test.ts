/** Tests of blocks that are mappings of their own. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { heapProcess } from "../testing/heap_process.ts";
import { HeapError } from "./heap_error.ts";
import { MappedBlocks, pagesFor } from "./mapped_blocks.ts";

const PAGE = 4096;

function mappedBlocks(limitBytes?: number) {
  const { machine, space } = heapProcess({ limitBytes });
  const pages = () => machine.state.spaceOf(space.pid).totalPages - 1;
  return { space, blocks: new MappedBlocks(space), pages };
}

Deno.test("a mapping has the pages of the block and of the 16 bytes before it", () => {
  assertEquals([pagesFor(0), pagesFor(PAGE - 16), pagesFor(PAGE - 15)], [1, 1, 2]);
});

Deno.test("a block is usable to the end of its mapping, and unmapped at once when given back", () => {
  const { space, blocks, pages } = mappedBlocks();
  const address = blocks.map(10_000, 16);
  assertEquals([address % PAGE, blocks.usableBytes(address), pages()], [16, 3 * PAGE - 16, 3]);
  assertEquals(blocks.mappingOf(address), { start: address - 16, pageCount: 3 });
  space.fill(address, 3 * PAGE - 16, 1);
  assertEquals([blocks.unmap(address), pages()], [3, 0]);
});

Deno.test("a block is aligned to any power of two", () => {
  const { blocks, pages } = mappedBlocks();
  for (const alignment of [16, 32, 1024, PAGE, 2 * PAGE, 64 * PAGE]) {
    const address = blocks.map(5000, alignment);
    const { start, pageCount } = blocks.mappingOf(address);
    assertEquals([address % alignment, start % PAGE], [0, 0]);
    assert(start + 16 <= address && address + 5000 <= start + pageCount * PAGE);
    blocks.unmap(address);
  }
  assertEquals(pages(), 0);
});

Deno.test("a mapping grows and shrinks with what it holds, and may have spare pages", () => {
  const { space, blocks, pages } = mappedBlocks();
  const first = blocks.map(5000, PAGE);
  blocks.map(5000, 16);
  space.fill(first, 5000, 7);
  const moved = blocks.remap(first, 100_000, 3);
  const lead = moved - blocks.mappingOf(moved).start;
  assertEquals(lead, PAGE, "the alignment to a page is kept");
  assertEquals(blocks.mappingOf(moved).pageCount, Math.ceil((lead + 100_000) / PAGE) + 3);
  assert(space.loadBytes(moved, 5000).every((byte) => byte === 7));
  const shrunk = blocks.remap(moved, 3000, 0);
  assertEquals([blocks.usableBytes(shrunk), space.load8(shrunk + 2999)], [PAGE, 7]);
  assertEquals(pages(), 4);
});

Deno.test("a pointer that no mapping was made for is refused", () => {
  const { space, blocks } = mappedBlocks();
  const address = blocks.map(10_000, 16);
  const refuse = (pointer: number) => assertThrows(() => blocks.unmap(pointer), HeapError, "invalid pointer");
  for (const pointer of [address + 16, address + 8, address + PAGE, 16]) refuse(pointer);
  space.store32(address - 16, 2);
  refuse(address);
  const freed = blocks.map(10_000, 16);
  blocks.unmap(freed);
  refuse(freed);
});

Deno.test("without memory there is no block, and one that cannot grow is as before", () => {
  const { blocks, pages } = mappedBlocks(8 * PAGE);
  assertEquals(blocks.map(100_000, 16), 0);
  const address = blocks.map(10_000, 16);
  assertEquals([blocks.remap(address, 100_000, 0), pages()], [0, 3]);
  assertEquals(blocks.usableBytes(address), 3 * PAGE - 16);
});
