/** Writing: the bytes of version 1, where blocks begin and end, and calls out of order. */

import { assertEquals, assertThrows } from "@std/assert";
import { BLOCK_HEADER_BYTES, BLOCK_PAYLOAD_BYTES } from "./block.ts";
import { encodeHeader } from "./header.ts";
import { openLog, payloadOfBlock } from "./reader.ts";
import {
  appendSampleEvents,
  collectingSink,
  joinBytes,
  SAMPLE_CONFIG,
  sampleEvent,
  sampleLog,
} from "./testing/sample_log.ts";
import { TRAILER_BYTES } from "./trailer.ts";
import { LogWriter } from "./writer.ts";

/** Three events in one block, as version 1 of the format writes them for ever. */
const GOLDEN = "89504c4f470d0a1a" + "01000000" + "02000000" + "43bfa6a3" + "093425a5" + "7b7d" +
  "424c434b" + "00000000" + "18000000" + "18000000" + "00000000" + "03000000" + "136da6da415fc391" +
  "0dd1f181" +
  "3ef448303735078238b3f79d9a91d7ff424d95052ca8f850d6865b09fd72d725" + "f0253215" +
  "1f" + "3e4f60718293a4b5" + "5d6e7f90a1b2c3d4e5f60718293a4b" +
  "54524c52" + "03000000" + "01000000" + "136da6da415fc391" +
  "3ef448303735078238b3f79d9a91d7ff424d95052ca8f850d6865b09fd72d725" + "55f5baf7";

function startedWriter(blockPayloadBytes?: number) {
  const collected = collectingSink();
  const writer = new LogWriter(collected.sink, { blockPayloadBytes });
  writer.header(SAMPLE_CONFIG);
  return { writer, ...collected };
}

Deno.test("version 1 writes these bytes", () => {
  const bytes = sampleLog({
    eventCount: 3,
    blockPayloadBytes: 20,
    config: new TextEncoder().encode("{}"),
  });
  assertEquals(Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""), GOLDEN);
});

Deno.test("header, blocks and trailer each reach the sink whole, in one call", () => {
  const { writer, pieces } = startedWriter(100);
  appendSampleEvents(writer, 40);
  writer.close();
  assertEquals(pieces[0], encodeHeader(SAMPLE_CONFIG));
  assertEquals(pieces.at(-1)!.length, TRAILER_BYTES);
  const { blocks } = openLog(joinBytes(pieces));
  const blockBytes = pieces.slice(1, -1).map((piece) => piece.length);
  assertEquals(
    blockBytes,
    Array.from(blocks.payloadBytes.subarray(0, blocks.blockCount), (bytes) => BLOCK_HEADER_BYTES + bytes),
  );
});

Deno.test("beginEvent() is true for the first event of each block, and for no other", () => {
  const { writer, bytes } = startedWriter(100);
  const firstEvents: number[] = [];
  for (let event = 0; event < 60; event++) {
    if (event === 33) writer.flush();
    if (writer.beginEvent()) firstEvents.push(event);
    writer.endEvent(sampleEvent(event), event, 0);
  }
  writer.close();
  const { blocks } = openLog(bytes());
  assertEquals(firstEvents, Array.from(blocks.firstEvent.subarray(0, blocks.blockCount)));
  assertEquals(firstEvents.includes(33), true);
});

Deno.test("a block goes out with the event that fills it", () => {
  const { writer, pieces } = startedWriter(10);
  writer.beginEvent();
  writer.endEvent(new Uint8Array(9), 1, 2);
  assertEquals([pieces.length, writer.sunkEventCount, writer.eventCount], [1, 0, 1]);
  writer.beginEvent();
  writer.endEvent(new Uint8Array(1), 3, 4);
  assertEquals([pieces.length, writer.sunkEventCount, writer.eventCount], [2, 2, 2]);
});

Deno.test("a block's digest is the one after its last event", () => {
  const { writer, bytes } = startedWriter(10);
  for (const digest of [7, 8, 9]) {
    writer.beginEvent();
    writer.endEvent(new Uint8Array(5), digest, 0xffffffff - digest);
  }
  writer.close();
  const { blocks } = openLog(bytes());
  assertEquals(Array.from(blocks.digestLo.subarray(0, 2)), [8, 9]);
  assertEquals(Array.from(blocks.digestHi.subarray(0, 2)), [0xfffffff7, 0xfffffff6]);
});

Deno.test("an event may be written where it stands; what is given up leaves nothing", () => {
  const { writer, bytes } = startedWriter();
  const write = (count: number, value: number) => {
    writer.beginEvent();
    writer.block.bytes.fill(value, writer.block.skip(count), writer.block.position);
  };
  write(2, 1);
  writer.endWritten(2);
  write(50, 7);
  writer.abandonEvent();
  write(100, 9);
  writer.endWritten(100);
  writer.close();
  assertEquals(payloadOfBlock(openLog(bytes()), 0), Uint8Array.of(1, 1, ...new Array(100).fill(9)));
});

Deno.test("an event longer than a block makes one long block, and the next is ordinary again", () => {
  const { writer, bytes } = startedWriter();
  const long = new Uint8Array(10 * BLOCK_PAYLOAD_BYTES).map((_, index) => index % 251);
  appendSampleEvents(writer, 1);
  writer.beginEvent();
  writer.endEvent(long, 0, 0);
  appendSampleEvents(writer, 10_000);
  writer.close();
  const log = openLog(bytes(), { verifyChain: true });
  assertEquals(log.closed, true);
  assertEquals(payloadOfBlock(log, 0), joinBytes([sampleEvent(0), long]));
  assertEquals(log.blocks.payloadBytes[1] - BLOCK_PAYLOAD_BYTES < 24, true);
});

Deno.test("an event that was abandoned leaves no trace, and the next begins where it began", () => {
  const { writer, bytes } = startedWriter(100);
  appendSampleEvents(writer, 1);
  assertEquals(writer.beginEvent(), false);
  writer.abandonEvent();
  writer.flush();
  assertEquals(writer.beginEvent(), true);
  writer.abandonEvent();
  assertEquals(writer.beginEvent(), true);
  writer.abandonEvent();
  appendSampleEvents(writer, 1);
  writer.close();
  const log = openLog(bytes());
  assertEquals([log.eventCount, log.blocks.blockCount], [2, 2]);
});

Deno.test("flush() without anything new writes nothing", () => {
  const { writer, pieces } = startedWriter();
  writer.flush();
  appendSampleEvents(writer, 1);
  writer.flush();
  writer.flush();
  assertEquals(pieces.length, 2);
});

Deno.test("the same calls give the same bytes", () => {
  const description = { eventCount: 500, blockPayloadBytes: 300 };
  assertEquals(sampleLog(description), sampleLog(description));
});

Deno.test("calls out of order are our mistake", () => {
  const fresh = new LogWriter(() => {});
  assertThrows(() => fresh.beginEvent(), Error, 'expected "between events", is "new"');
  assertThrows(() => fresh.close(), Error, 'is "new"');
  const { writer } = startedWriter();
  assertThrows(() => writer.header(SAMPLE_CONFIG), Error, 'expected "new"');
  assertThrows(() => writer.endEvent(Uint8Array.of(1), 0, 0), Error, 'expected "in an event"');
  writer.beginEvent();
  assertThrows(() => writer.flush(), Error, 'is "in an event"');
  assertThrows(() => writer.endEvent(new Uint8Array(0), 0, 0), Error, "length of an event");
  writer.endEvent(Uint8Array.of(1), 0, 0);
  writer.close();
  assertThrows(() => writer.beginEvent(), Error, 'is "closed"');
});

Deno.test("after a sink that threw, nothing more is written", () => {
  let room = 200;
  const writer = new LogWriter((bytes) => {
    room -= bytes.length;
    if (room < 0) throw new RangeError("no space left");
  }, { blockPayloadBytes: 100 });
  writer.header(SAMPLE_CONFIG);
  assertThrows(() => appendSampleEvents(writer, 100), RangeError, "no space left");
  assertThrows(() => writer.close(), Error, 'is "failed"');
});
