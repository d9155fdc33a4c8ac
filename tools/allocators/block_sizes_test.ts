/** Tests of blocks by size. */
import { assertEquals } from "@std/assert";
import { parseTrace } from "../guests/trace/parse_trace.ts";
import { blockSizes } from "./block_sizes.ts";

function sizesOf(idCount: number, ...operations: string[]) {
  const text = [0, idCount, operations.length, 0, ...operations].join("\n");
  return blockSizes(parseTrace(new TextEncoder().encode(text), "test.rep"));
}

Deno.test("blocks are in the class of the power of two above them (BS1)", () => {
  const classes = sizesOf(5, "a 0 0", "a 1 16", "a 2 17", "a 3 4096", "a 4 4097");
  assertEquals(classes.map(({ limitBytes, blockCount }) => [limitBytes, blockCount]), [
    [16, 2],
    [32, 1],
    [4096, 1],
    [8192, 1],
  ]);
  assertEquals(classes.map(({ mappedPages }) => mappedPages), [2, 1, 1, 2]);
});

Deno.test("a lifetime is the requests between begin and end; a realloc ends one and begins one", () => {
  const classes = sizesOf(2, "a 0 100", "a 1 10", "r 0 5000", "f 1", "f 0");
  assertEquals(classes.map(({ limitBytes, medianLifetime }) => [limitBytes, medianLifetime]), [
    [16, 2],
    [128, 2],
    [8192, 2],
  ]);
});

Deno.test("what is live at the end lives until then (BS2), and what was live at once is counted", () => {
  const [own] = sizesOf(4, "a 0 8", "a 1 8", "f 0", "a 2 8", "f -1", "a 3 8");
  assertEquals([own.peakCount, own.peakBytes, own.totalBytes], [3, 24, 32]);
  assertEquals([own.medianLifetime, own.longLifetime], [2, 3]);
});
