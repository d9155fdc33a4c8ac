/** Opening whole logs, and logs that were put together from whole pieces. */

import { assertEquals, assertThrows } from "@std/assert";
import { BLOCK_HEADER_BYTES, chainOfHeader, sealBlock } from "./block.ts";
import { crc32 } from "./crc32.ts";
import { HEADER_FIXED_BYTES } from "./header.ts";
import { LogError } from "./log_error.ts";
import { openLog, payloadOfBlock } from "./reader.ts";
import { joinBytes, SAMPLE_CONFIG, sampleDigest, sampleEvents, sampleLog } from "./testing/sample_log.ts";
import { TRAILER_BYTES } from "./trailer.ts";

const HEADER_BYTES = HEADER_FIXED_BYTES + SAMPLE_CONFIG.length;

/** The pieces of a closed log: header, blocks, trailer. */
function sampleParts(): Uint8Array[] {
  const bytes = sampleLog({ eventCount: 90, blockPayloadBytes: 100 });
  const { blocks } = openLog(bytes);
  const parts = [bytes.slice(0, HEADER_BYTES)];
  for (let block = 0; block < blocks.blockCount; block++) {
    const offset = blocks.payloadOffset[block];
    parts.push(bytes.slice(offset - BLOCK_HEADER_BYTES, offset + blocks.payloadBytes[block]));
  }
  parts.push(bytes.slice(-TRAILER_BYTES));
  return parts;
}

/** Makes the CRC of a block's header right again. */
function recheck(block: Uint8Array): Uint8Array {
  new DataView(block.buffer).setUint32(68, crc32(block, 0, 68), true);
  return block;
}

Deno.test("a closed log opens with configuration, all events and no damage", () => {
  const log = openLog(sampleLog({ eventCount: 500, blockPayloadBytes: 300 }), { verifyChain: true });
  assertEquals(log.version, 1);
  assertEquals(log.config, SAMPLE_CONFIG);
  assertEquals([log.eventCount, log.closed, log.damage], [500, true, undefined]);
});

Deno.test("blocks hold the events and the digests that were written", () => {
  const log = openLog(sampleLog({ eventCount: 500, blockPayloadBytes: 300 }));
  const { blocks } = log;
  for (let block = 0; block < blocks.blockCount; block++) {
    const first = blocks.firstEvent[block];
    const end = first + blocks.eventCount[block];
    assertEquals(payloadOfBlock(log, block), sampleEvents(first, end));
    assertEquals([blocks.digestLo[block], blocks.digestHi[block]], sampleDigest(end - 1));
  }
});

Deno.test("a log opens wherever its bytes lie in memory", () => {
  const bytes = sampleLog({ eventCount: 90, blockPayloadBytes: 100 });
  for (let offset = 1; offset < 9; offset++) {
    const memory = new Uint8Array(offset + bytes.length + 5);
    memory.set(bytes, offset);
    const log = openLog(memory.subarray(offset, offset + bytes.length), { verifyChain: true });
    assertEquals([log.eventCount, log.closed], [90, true]);
  }
});

Deno.test("a log that was closed without an event opens", () => {
  const log = openLog(sampleLog({ eventCount: 0, blockPayloadBytes: 100 }), { verifyChain: true });
  assertEquals([log.eventCount, log.closed, log.damage], [0, true, undefined]);
});

Deno.test("a log that was flushed but not closed says so and has all that was flushed", () => {
  const log = openLog(sampleLog({ eventCount: 9, blockPayloadBytes: 1000, closed: false }));
  assertEquals([log.eventCount, log.closed, log.damage?.kind], [9, false, "unclosed"]);
  assertEquals(
    log.damage?.message,
    "The log is not closed: it ends after event 8, with block 0 whole. What happened later is not in it.",
  );
});

Deno.test("a block that is left out, doubled or moved is found by the numbers of its events", () => {
  const parts = sampleParts();
  const without = openLog(joinBytes(parts.toSpliced(3, 1)));
  assertEquals([without.blocks.blockCount, without.damage?.kind, without.damage?.block], [2, "misplaced", 2]);
  const doubled = openLog(joinBytes(parts.toSpliced(3, 0, parts[3])));
  assertEquals([doubled.blocks.blockCount, doubled.damage?.kind, doubled.damage?.block], [3, "misplaced", 3]);
  const moved = openLog(joinBytes(parts.with(3, parts[4]).with(4, parts[3])));
  assertEquals([moved.blocks.blockCount, moved.damage?.kind, moved.damage?.block], [2, "misplaced", 2]);
});

Deno.test("blocks missing before the trailer are found by the trailer", () => {
  const parts = sampleParts();
  const log = openLog(joinBytes(parts.toSpliced(-2, 1)));
  assertEquals([log.closed, log.damage?.kind, log.damage?.block], [false, "misplaced", undefined]);
});

Deno.test("a block exchanged for another whole one is found by the chain", () => {
  const parts = sampleParts();
  const forged = parts[3].slice();
  const { blocks } = openLog(joinBytes(parts));
  forged[BLOCK_HEADER_BYTES] ^= 1;
  sealBlock(forged, {
    firstEvent: blocks.firstEvent[2],
    eventCount: blocks.eventCount[2],
    digestLo: blocks.digestLo[2],
    digestHi: blocks.digestHi[2],
  }, chainOfHeader(parts[0]));
  const bytes = joinBytes(parts.with(3, forged));
  assertEquals(openLog(bytes).damage, undefined);
  const log = openLog(bytes, { verifyChain: true });
  assertEquals([log.closed, log.blocks.blockCount], [false, 2]);
  assertEquals([log.damage?.kind, log.damage?.block], ["unchained", 2]);
});

Deno.test("the chain includes the header: blocks do not fit under another configuration", () => {
  const other = sampleLog({ eventCount: 90, blockPayloadBytes: 100, config: new Uint8Array(0) });
  const bytes = joinBytes([other.slice(0, HEADER_FIXED_BYTES), ...sampleParts().slice(1)]);
  assertEquals(openLog(bytes, { verifyChain: true }).damage?.kind, "unchained");
});

Deno.test("what follows the trailer is named, and the log is whole without it", () => {
  const bytes = sampleLog({ eventCount: 90, blockPayloadBytes: 100 });
  const log = openLog(joinBytes([bytes, Uint8Array.of(1, 2, 3)]));
  assertEquals([log.eventCount, log.closed, log.damage?.kind], [90, true, "trailing"]);
  assertEquals([log.damage?.offset, log.damage?.endOffset], [bytes.length, bytes.length + 3]);
});

Deno.test("a block that is deflated, or has an unknown flag, is refused with a sentence", () => {
  const parts = sampleParts();
  const deflated = parts[2].slice();
  deflated[4] = 1;
  assertThrows(
    () => openLog(joinBytes(parts.with(2, recheck(deflated)))),
    LogError,
    "Cannot read the log: block 1 is stored deflated; inflate the log first.",
  );
  const unknown = parts[2].slice();
  unknown[4] = 0x40;
  assertThrows(() => openLog(joinBytes(parts.with(2, recheck(unknown)))), LogError, "does not know (0x40)");
});

Deno.test("a block without events, or of two lengths, is not taken for whole", () => {
  const parts = sampleParts();
  const empty = parts[2].slice();
  empty.fill(0, 20, 24);
  assertEquals(openLog(joinBytes(parts.with(2, recheck(empty)))).damage?.kind, "misplaced");
  const longer = parts[2].slice();
  longer[12]++;
  assertEquals(openLog(joinBytes(parts.with(2, recheck(longer)))).damage?.kind, "misplaced");
});
