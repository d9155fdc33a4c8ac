/** Tests of the chunks and regions of a freelist heap. */
import { assertEquals } from "@std/assert";
import { heapProcess } from "../../testing/heap_process.ts";
import {
  chunkBytesFor,
  chunkWord,
  KIND,
  lengthOf,
  loadingReader,
  makeRegion,
  readPointer,
  regionEnd,
  walkChunks,
  writeChunk,
} from "./chunks.ts";

Deno.test("a chunk has a header and at least a pointer", () => {
  assertEquals([0, 8, 9, 24, 25].map(chunkBytesFor), [16, 16, 32, 32, 48]);
});

Deno.test("a region is one free chunk up to its fence, until it is split", () => {
  const { space, base, statics } = heapProcess({ heapPages: 2 });
  const read = loadingReader(space);
  const block = makeRegion(space, base, 8192, 0);
  space.store64(statics, base);
  const found = () =>
    [...walkChunks(read, statics)].map(({ block, nextBlock, isFree }) => [block, nextBlock, isFree]);
  assertEquals([block, regionEnd(read, base)], [base + 32, base + 8192]);
  assertEquals(found(), [[block, base + 8192, true]]);
  writeChunk(space, block, 64, KIND.used);
  writeChunk(space, block + 64, 8192 - 32 - 64, KIND.free);
  assertEquals(found(), [[block, block + 64, false], [block + 64, base + 8192, true]]);
  assertEquals(lengthOf(chunkWord(read, block)!), 64);
});

Deno.test("a walk ends where a header was written over, and says so", () => {
  const { space, base, statics } = heapProcess({ heapPages: 2 });
  const block = makeRegion(space, base, 8192, 0);
  space.store64(statics, base);
  space.store8(block - 8, 0xff);
  assertEquals([...walkChunks(loadingReader(space), statics)].map(({ isIntact }) => isIntact), [false]);
});

Deno.test("what no pointer can be is none", () => {
  const { space, base } = heapProcess({ heapPages: 1 });
  space.store64(base, 0x7fff_1234_5678);
  space.store64Halves(base + 8, 1, 0xffff_ffff);
  const read = loadingReader(space);
  assertEquals([readPointer(read, base), readPointer(read, base + 8)], [0x7fff_1234_5678, -1]);
});
