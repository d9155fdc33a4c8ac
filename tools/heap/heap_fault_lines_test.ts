/** Tests of misuse in words. */
import { assertEquals } from "@std/assert";
import { heapFaultLines } from "./heap_fault_lines.ts";
import type { HeapFaultStory } from "./heap_faults.ts";

const story: HeapFaultStory = {
  event: 21,
  process: 100,
  fault: "double free",
  detail: "it is free already",
  address: 0x5010,
  site: "mine.ts:9",
  block: 0x5010,
  blockNumber: 3,
  sizeBytes: 100,
  allocated: { event: 14, kind: "malloc", site: "mine.ts:5" },
  freed: { event: 18, kind: "free", site: "" },
};

Deno.test("a story has its events, and the one to rewind to", () => {
  assertEquals(heapFaultLines([story], "a.plog"), [
    "double free of block 3 at 0x5010 (100 bytes) in process 100: it is free already (mine.ts:9)",
    "  allocated    event 14   malloc at mine.ts:5",
    "  freed        event 18   free",
    "  found        event 21",
    "  to see the heap before it: deno task rewind a.plog --to 17",
  ]);
});

Deno.test("what is not known is left out", () => {
  const stray = {
    ...story,
    site: "",
    blockNumber: 0,
    sizeBytes: undefined,
    allocated: undefined,
    freed: undefined,
  };
  assertEquals(heapFaultLines([{ ...stray, overwritten: 20 }], "a.plog"), [
    "double free of 0x5010 in process 100: it is free already",
    "  overwritten  event 20   the last store there",
    "  found        event 21",
    "  to see the heap before it: deno task rewind a.plog --to 19",
  ]);
  assertEquals(
    heapFaultLines([{ ...stray, detail: "" }], "a.plog")[0],
    "double free of 0x5010 in process 100",
  );
});

Deno.test("leaks are added up by the place that allocated, the largest first", () => {
  const leak = (sizeBytes: number, site: string, event: number) => ({
    ...story,
    fault: "leak",
    sizeBytes,
    allocated: { event, kind: "malloc", site },
  });
  const leaks = [leak(10, "a.ts:1", 3), leak(500, "b.ts:2", 4), leak(10, "a.ts:1", 5)];
  assertEquals(heapFaultLines(leaks, "a.plog"), [
    "leak: 520 bytes in 3 blocks were never freed",
    "  500 bytes in 1 blocks from b.ts:2, first by event 4",
    "  20 bytes in 2 blocks from a.ts:1, first by event 3",
  ]);
  const many = Array.from(
    { length: 12 },
    (_, index) => leak(100 - index, index === 0 ? "" : `c.ts:${index}`, index),
  );
  const lines = heapFaultLines(many, "a.plog");
  assertEquals([lines.length, lines.at(-1)], [12, "  … and 2 more places"]);
  assertEquals(
    lines[1],
    "  100 bytes in 1 blocks from a place that is not known (--sites tells it), first by event 0",
  );
});
