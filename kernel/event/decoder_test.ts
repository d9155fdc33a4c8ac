/** Tests of the decoder: what it tells a sink, going on in the middle, and bytes that are no events. */
import { assertEquals, assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import { Random } from "../testing/random.ts";
import { CodecError } from "./codec_error.ts";
import { Decoder } from "./decoder.ts";
import type { AnyRecord } from "./schema.ts";
import { decoded, encoded, fault, mapped, sampleCodec as codec } from "./testing/coded_samples.ts";
import { randomEvent, type SampleEvent } from "./testing/sample_schema.ts";

Deno.test("saved registers let decoding go on in the middle of a block", () => {
  const random = new Random(3);
  const events = Array.from({ length: 40 }, () => randomEvent(random));
  const payload = encoded(events);
  const decoder = new Decoder(codec);
  decoder.open(payload);
  for (let index = 0; index < 25; index++) decoder.nextEvent();
  const [position, registers] = [decoder.position, decoder.saveRegisters()];
  while (decoder.nextEvent() !== undefined);
  decoder.open(payload, position);
  decoder.restoreRegisters(registers);
  assertEquals(decoder.nextEvent(), events[25]);
});

Deno.test("next() hands each kind's one record and its id to the sink, in the order of the event", () => {
  const told: [string, number][] = [];
  const records = new Set<unknown>();
  const tell = (record: AnyRecord, id: number) => {
    told.push([record.kind, id]);
    records.add(record);
  };
  const decoder = new Decoder(codec);
  decoder.open(encoded([fault(1, mapped(1, 1, 1), mapped(2, 1, 2)), fault(2)]));
  const sink = { begin: tell, effect: tell, end: tell };
  assertEquals([decoder.next(sink), decoder.next(sink), decoder.next(sink)], [true, true, false]);
  const ends: [string, number] = ["pageFault", 1];
  assertEquals(told, [ends, ["pagesMapped", 1], ["pagesMapped", 1], ends, ends, ends]);
  assertEquals(records.size, 3);
});

Deno.test("open() decodes a part of a payload, and nothing beyond its end", () => {
  const event = fault(40, mapped(40, 1, 7));
  const bytes = encoded([event]);
  const payload = Uint8Array.from([255, 255, ...bytes, 1, 0]);
  const decoder = new Decoder(codec);
  decoder.open(payload, 2, 2 + bytes.length);
  assertEquals(decoder.nextEvent(), event);
  assertEquals(decoder.nextEvent(), undefined);
  decoder.open(payload, 2, 1 + bytes.length);
  assertThrows(() => decoder.nextEvent(), CodecError, `(at byte ${1 + bytes.length})`);
  assertThrows(() => decoder.open(payload, 2, 100), KernelAssertion, "bytes 2 to 100 of a payload of");
});

Deno.test("bytes of an event materialized are a copy that outlives the payload", () => {
  const event: SampleEvent = {
    kind: "everything",
    content: Uint8Array.of(1, 2, 3),
    effects: [],
    ...{ result: 0, done: true, name: "", found: [], copied: Uint8Array.of(4), left: 1 },
  };
  const payload = encoded([event]);
  const [back] = decoded(payload);
  payload.fill(0);
  assertEquals(back, event);
});

Deno.test("unknown kinds, stray presence bits and a missing end are refused with an offset", () => {
  const refused = (bytes: number[], message: string) =>
    assertThrows(() => decoded(Uint8Array.from(bytes)), CodecError, message);
  refused([77], "Cannot decode the log: event 77 is unknown (at byte 0).");
  refused([4, 0, 0, 200, 2], "event 328 is unknown (at byte 2)");
  refused([4, 77], "effect 77 is unknown (at byte 1)");
  refused([4, 255, 255, 255, 255, 255, 255, 255, 15], "effect 9007199254740991 is unknown (at byte 1)");
  refused([4, 1], "event idle has no outcome (at byte 1)");
  refused([1, 0b10000], "event pageFault: a presence bit stands for no field (at byte 1)");
  refused([1, 0b10, 3], "event pageFault: page is not within -1 to 2^53-1 (at byte 3)");
  refused([4], "the bytes end inside a number (at byte 1)");
  refused([2, 0, 1], "the bytes end inside a record (at byte 3)");
});
