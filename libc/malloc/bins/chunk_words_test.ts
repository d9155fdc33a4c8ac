/** Tests of boundary tags as words in memory. */
import { assertEquals } from "@std/assert";
import { heapProcess } from "../../testing/heap_process.ts";
import { chunkBytesFor, ChunkWords, hasBit, HEAD, sizeOfHead } from "./chunk_words.ts";

Deno.test("a chunk costs its block 8 bytes, and has 32 at least", () => {
  assertEquals([0, 1, 24, 25, 40, 41, 1000].map(chunkBytesFor), [32, 32, 32, 48, 48, 64, 1008]);
});

Deno.test("head, foot and links are read as they were written", () => {
  const { space, base } = heapProcess({ heapPages: 1 });
  const words = new ChunkWords(space);
  words.setHead(base, 64, HEAD.previousUsed);
  words.setFoot(base, 64);
  words.setLinks(base, base + 640, base + 320);
  assertEquals([words.size(base), words.foot(base + 64)], [64, 64]);
  assertEquals([words.next(base), words.previous(base)], [base + 640, base + 320]);
  words.setNext(base, 0);
  words.setPrevious(base, base + 16);
  words.setPreviousUsed(base, false);
  assertEquals([words.next(base), words.previous(base), words.head(base)], [0, base + 16, 64]);
});

Deno.test("what no size can be is none, and so is what no memory holds", () => {
  const { space, base } = heapProcess({ heapPages: 1 });
  const words = new ChunkWords(space);
  space.store64Halves(base + 8, 0x4141_4141, 0x4141_4141);
  assertEquals([words.head(base), words.size(base), words.head(base + 2 ** 30)], [-1, 0, -1]);
  assertEquals([sizeOfHead(0x1003), hasBit(0x1003, HEAD.mapped), hasBit(0x1003, HEAD.fence)], [
    0x1000,
    true,
    false,
  ]);
  assertEquals(hasBit(-1, HEAD.mapped), false);
});
