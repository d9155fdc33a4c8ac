/** Tests of the bins. */
import { assertEquals, assertThrows } from "@std/assert";
import { heapProcess } from "../../testing/heap_process.ts";
import { HeapError } from "../heap_error.ts";
import { BIN_COUNT, BinLists, binOf } from "./bin_lists.ts";
import { ChunkWords } from "./chunk_words.ts";

/** Bins with chunks of some sizes, in the order of their insertion, 8 KiB apart. */
function given(...sizes: number[]) {
  const { space, base, statics } = heapProcess({ heapPages: 64 });
  const words = new ChunkWords(space);
  const bins = new BinLists(words, statics, (chunk) => chunk >= base && chunk < base + 64 * 4096);
  const chunks = sizes.map((size, index) => {
    const chunk = base + index * 8192;
    words.setHead(chunk, size, 1);
    words.setFoot(chunk, size);
    bins.insert(chunk, size);
    return chunk;
  });
  return { space, words, bins, chunks };
}

Deno.test("small sizes have bins of their own, larger ones share them", () => {
  assertEquals([32, 48, 1008].map(binOf), [2, 3, 63]);
  assertEquals([1024, 1087, 1088, 3072, 10_240, 40_960, 131_072, 524_288, 2 ** 40].map(binOf), [
    64,
    64,
    65,
    96,
    111,
    120,
    123,
    126,
    BIN_COUNT - 1,
  ]);
  for (let size = 32, before = 0; size < 2 ** 21; size += 16) {
    assertEquals(binOf(size) >= before && binOf(size) < BIN_COUNT, true);
    before = binOf(size);
  }
});

Deno.test("the smallest chunk that is large enough is found, across empty bins", () => {
  const { bins, chunks } = given(1504, 48, 1520, 4096, 1488);
  assertEquals([bins.find(32), bins.find(48), bins.find(64)], [chunks[1], chunks[1], chunks[4]]);
  assertEquals([bins.find(1504), bins.find(1520), bins.find(2000)], [chunks[0], chunks[2], chunks[3]]);
  assertEquals(bins.find(5000), 0);
});

Deno.test("a chunk leaves its bin from anywhere in it, and the map with the last", () => {
  const { bins, chunks } = given(1488, 1488, 1488);
  for (const index of [1, 0, 2]) bins.remove(chunks[index]);
  assertEquals([bins.find(32), bins.first(binOf(1488))], [0, 0]);
});

Deno.test("links and sizes that were written over are found with glibc's words", () => {
  const damage = (offset: number) => {
    const { space, bins, chunks } = given(48, 48, 48);
    space.store64(chunks[1] + offset, 0x41);
    const { fault, message, damagedAt } = assertThrows(() => bins.remove(chunks[1]), HeapError);
    return [fault, message.split(": ").at(-1), damagedAt - chunks[1]];
  };
  assertEquals(damage(48), ["write after free", "corrupted size vs. prev_size", 8]);
  assertEquals(damage(16), ["write after free", "corrupted double-linked list", 16]);
  assertEquals(damage(24), ["write after free", "corrupted double-linked list", 24]);
});
