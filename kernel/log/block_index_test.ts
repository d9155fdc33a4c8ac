/** The table of blocks: events are found in it, and it has no gaps. */

import { assertEquals, assertThrows } from "@std/assert";
import { BLOCK_HEADER_BYTES } from "./block.ts";
import { BlockIndex } from "./block_index.ts";

/** A table of blocks with the given numbers of events, each of 10 bytes. */
function indexOf(eventCounts: readonly number[]): BlockIndex {
  const blocks = new BlockIndex();
  let offset = 100;
  for (const eventCount of eventCounts) {
    const firstEvent = blocks.totalEvents;
    blocks.append(offset, 10 * eventCount, {
      firstEvent,
      eventCount,
      digestLo: offset,
      digestHi: eventCount,
    });
    offset += BLOCK_HEADER_BYTES + 10 * eventCount;
  }
  return blocks;
}

Deno.test("an empty table has no events and no end", () => {
  const blocks = new BlockIndex();
  assertEquals([blocks.blockCount, blocks.totalEvents, blocks.endOffset], [0, 0, undefined]);
});

Deno.test("every event is found in its block", () => {
  const blocks = indexOf([1, 5, 2, 1, 30]);
  const found = Array.from({ length: blocks.totalEvents }, (_, event) => blocks.blockOfEvent(event));
  assertEquals(found, [0, 1, 1, 1, 1, 1, 2, 2, 3, ...new Array(30).fill(4)]);
});

Deno.test("an event that is in no block is our mistake", () => {
  const blocks = indexOf([1, 5]);
  assertThrows(() => blocks.blockOfEvent(6), Error, "event 6 of 6");
  assertThrows(() => blocks.blockOfEvent(-1), Error, "event -1 of 6");
});

Deno.test("rows keep their values as the table grows", () => {
  const blocks = indexOf(Array.from({ length: 1000 }, (_, block) => 1 + (block % 7)));
  assertEquals(blocks.blockCount, 1000);
  for (let block = 1; block < 1000; block++) {
    assertEquals(blocks.firstEvent[block], blocks.firstEvent[block - 1] + blocks.eventCount[block - 1]);
    assertEquals(blocks.payloadOffset[block], blocks.digestLo[block] + BLOCK_HEADER_BYTES);
    assertEquals(blocks.digestHi[block], 1 + (block % 7));
  }
  assertEquals(blocks.endOffset, blocks.payloadOffset[999] + blocks.payloadBytes[999]);
});

Deno.test("a block that leaves a gap cannot be added", () => {
  const blocks = indexOf([4]);
  const summary = { firstEvent: 5, eventCount: 1, digestLo: 0, digestHi: 0 };
  assertThrows(() => blocks.append(500, 10, summary), Error, "event 5 after 4 events");
});
