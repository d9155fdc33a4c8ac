/** Tests of headers with seals. */
import { assertEquals, assertThrows } from "@std/assert";
import { MemoryView } from "../memory/memory_view.ts";
import { heapProcess } from "../testing/heap_process.ts";
import { HeapError } from "./heap_error.ts";
import { peekHeader, readHeader, walkSealedBlocks, writeHeader } from "./sealed_header.ts";

Deno.test("a header is read as it was written, at its own address only", () => {
  const { machine, space, base } = heapProcess({ heapPages: 1 });
  writeHeader(space, base + 32, 0x1234_5678);
  assertEquals(readHeader(space, base + 32), 0x1234_5678);
  assertEquals(peekHeader(new MemoryView(machine.state, space.pid), base + 32), 0x1234_5678);
  space.copy(base + 88, base + 24, 8);
  assertThrows(() => readHeader(space, base + 96), HeapError, "invalid pointer");
  assertThrows(() => readHeader(space, base + 40), HeapError, "invalid pointer");
});

Deno.test("a header that was written over is found", () => {
  const { machine, space, base } = heapProcess({ heapPages: 1 });
  writeHeader(space, base + 32, 7);
  space.store8(base + 24, 8);
  assertThrows(() => readHeader(space, base + 32), HeapError, "written over");
  const view = new MemoryView(machine.state, space.pid);
  assertThrows(() => peekHeader(view, base + 32), HeapError, "corrupted heap");
  assertThrows(() => peekHeader(view, base + 8192), HeapError, "corrupted heap");
});

Deno.test("blocks are walked as far as their headers are intact", () => {
  const { space, base } = heapProcess({ heapPages: 1 });
  [64, 33, 48].reduce((block, word) => {
    writeHeader(space, block, word);
    return block + word - (word % 16);
  }, base + 16);
  const walk = () =>
    [...walkSealedBlocks(space, {
      first: base + 16,
      end: base + 160,
      lengthOf: (word) => word - (word % 16),
      isFree: (word) => word % 2 === 1,
    })].map(({ block, nextBlock, isFree, isIntact }) => [block - base, nextBlock - base, isFree, isIntact]);
  assertEquals(walk(), [[16, 80, false, true], [80, 112, true, true], [112, 160, false, true]]);
  space.store8(base + 80 - 8, 0);
  assertEquals(walk(), [[16, 80, false, true], [80, 80, false, false]]);
});
