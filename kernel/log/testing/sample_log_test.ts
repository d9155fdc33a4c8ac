/** The sample logs: each event can be made again from its number. */

import { assert, assertEquals } from "@std/assert";
import { openLog, payloadOfBlock } from "../reader.ts";
import { joinBytes, sampleEvent, sampleEvents, sampleLog } from "./sample_log.ts";

Deno.test("a sample log holds the sample events, closed or only flushed", () => {
  for (const closed of [true, false]) {
    const log = openLog(sampleLog({ eventCount: 100, blockPayloadBytes: 200, closed }));
    const payloads = Array.from({ length: log.blocks.blockCount }, (_, block) => payloadOfBlock(log, block));
    assertEquals(joinBytes(payloads), sampleEvents(0, 100));
    assertEquals(log.closed, closed);
  }
});

Deno.test("sample events have 1 to 24 bytes", () => {
  for (let event = 0; event < 1000; event++) {
    const { length } = sampleEvent(event);
    assert(length >= 1 && length <= 24, `event ${event} has ${length} bytes`);
  }
});
