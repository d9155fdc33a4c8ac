/** Tests of the free list: which chunk is taken, and what becomes of it. */
import { assertEquals, assertThrows } from "@std/assert";
import { heapProcess } from "../../testing/heap_process.ts";
import { HeapError } from "../heap_error.ts";
import { Cells, type Fit } from "./cells.ts";
import { chunkWord, lengthOf, loadingReader, readPointer, STATICS } from "./chunks.ts";

/** A list of free chunks of 48, 160, 96 and 160 bytes, with 64 bytes between them. */
function given(fit: Fit) {
  const { space, base, statics } = heapProcess({ heapPages: 2 });
  space.store64(statics + STATICS.lowest, base);
  space.store64(statics + STATICS.highest, base + 8192);
  const cells = new Cells(space, statics, fit);
  const blocks: number[] = [];
  let at = base + 16;
  for (const lengthBytes of [48, 160, 96, 160]) {
    cells.insert(at, lengthBytes);
    blocks.push(at);
    at += lengthBytes + 64;
  }
  const read = loadingReader(space);
  const list = () => {
    const found: [place: number, lengthBytes: number][] = [];
    for (let at = readPointer(read, statics + STATICS.free); at !== 0; at = readPointer(read, at)) {
      found.push([at - base - 16, lengthOf(chunkWord(read, at)!)]);
    }
    return found;
  };
  const take = (lengthBytes: number, alignmentBytes = 16) => {
    const found = cells.find({ lengthBytes, alignmentBytes });
    if (found !== undefined) cells.take(found, lengthBytes);
    return found && found.start - base - 16;
  };
  return { space, base, cells, blocks, list, take };
}

const WHOLE = [[0, 48], [112, 160], [336, 96], [496, 160]];

Deno.test("first fit takes the lowest, best the smallest, worst the largest that is large enough", () => {
  assertEquals(given("first").list(), WHOLE);
  assertEquals(["first", "best", "worst"].map((fit) => given(fit as Fit).take(80)), [112, 336, 112]);
  assertEquals(["first", "best", "worst"].map((fit) => given(fit as Fit).take(200)), [
    undefined,
    undefined,
    undefined,
  ]);
});

Deno.test("next fit goes on where it stood, and comes around", () => {
  const { take } = given("next");
  assertEquals([take(96), take(32), take(48), take(96), take(48)], [112, 208, 336, 496, 592]);
  assertEquals([take(48), take(48), take(48)], [0, 384, undefined]);
});

Deno.test("what is before an aligned chunk and behind it stays free", () => {
  const { base, list, take } = given("first");
  const start = take(64, 256)!;
  assertEquals((base + 16 + start) % 256, 0);
  assertEquals(list().reduce((sum, [, lengthBytes]) => sum + lengthBytes, 0), 464 - 64);
});

Deno.test("a chunk joins what is free before it and behind it", () => {
  const { cells, base, list } = given("first");
  const at = base + 16;
  cells.insert(at + 48, 64);
  assertEquals(list(), [[0, 272], [336, 96], [496, 160]]);
  cells.insert(at + 432, 64);
  cells.remove(at);
  assertEquals(list(), [[336, 320]]);
});

Deno.test("the rover stays a cell of the list when its chunk is joined with another", () => {
  const { cells, base, take } = given("next");
  assertEquals(take(96), 112); // the rover is the chunk before it now
  cells.insert(base + 16 + 48, 64);
  assertEquals(take(48), 208);
});

Deno.test("a cell that was written over is found when the list passes it", () => {
  const { space, blocks, take } = given("best");
  space.store64Halves(blocks[1], 0x4141_4141, 0x4141_4141);
  const error = assertThrows(() => take(300), HeapError, "written over");
  assertEquals([error.fault, error.block, error.damagedAt], ["write after free", blocks[1], blocks[1]]);
});

Deno.test("a header of a free chunk that was written over is found, too", () => {
  const { space, blocks, take } = given("best");
  space.store32(blocks[2] - 8, 7);
  const error = assertThrows(() => take(300), HeapError, "written over");
  assertEquals([error.fault, error.block, error.damagedAt], [
    "corrupted header",
    blocks[2],
    blocks[2] - 8,
  ]);
});
