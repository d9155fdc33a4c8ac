/** Tests of encoding and decoding events: round trips, registers, corrupt bytes, cost in bytes. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import { Random } from "../testing/random.ts";
import { compileCodec, Decoder, Encoder } from "./codec.ts";
import { CodecError } from "./codec_error.ts";
import type { AnyRecord } from "./schema.ts";
import {
  randomEvent,
  type SampleEffect,
  type SampleEvent,
  samplePageFaults,
  sampleSchema,
} from "./testing/sample_schema.ts";

const codec = compileCodec(sampleSchema);

function encoded(events: readonly SampleEvent[]): Uint8Array {
  const encoder = new Encoder(codec);
  return Uint8Array.from(events.flatMap((event) => [...encoder.encode(event)]));
}

function decoded(payload: Uint8Array): SampleEvent[] {
  const decoder = new Decoder(codec);
  decoder.open(payload);
  const events: SampleEvent[] = [];
  for (let event = decoder.nextEvent(); event !== undefined; event = decoder.nextEvent()) events.push(event);
  assertEquals(decoder.position, payload.length);
  return events;
}

const mapped = (page: number, count: number, frame: number): SampleEffect => ({
  kind: "pagesMapped",
  space: 0,
  page,
  count,
  frame,
  anonVma: 0,
  flags: 0,
});
const fault = (page: number, ...effects: SampleEffect[]): SampleEvent => ({
  kind: "pageFault",
  process: 0,
  page,
  offset: 0,
  flags: 0,
  effects,
});

Deno.test("random events of every kind, extremes included, come back equal", () => {
  const random = new Random(1);
  for (let round = 0; round < 200; round++) {
    const events = Array.from({ length: 1 + random.below(20) }, () => randomEvent(random));
    assertEquals(decoded(encoded(events)), events, `round ${round}`);
  }
});

Deno.test("an event is its head and present fields; its effects; and an end, with the outcome that says anything", () => {
  const read: SampleEvent = {
    kind: "read",
    process: 9,
    resumed: false,
    fd: -1,
    buffer: 0,
    count: 300,
    effects: [mapped(5, 2, 0), { kind: "nothing" }, { kind: "eightFlags", ...EIGHT_FLAGS }],
    unfinished: false,
    result: 64,
  };
  assertEquals([...encoded([read])], [
    ...[2, 0b10101, 18, 1, 0xac, 2], // read: process (+9), fd (-1), count (300)
    ...[129, 1, 0b110, 2, 10], // pagesMapped: count, which page advances by, comes first; then page (+5)
    ...[132, 1], // nothing has no presence byte
    ...[131, 1, 0b10000001], // eightFlags: a and h
    ...[1, 0b10, 0x80, 1], // the end, and the outcome's result
  ]);
  assertEquals([...encoded([{ kind: "idle", effects: [] }])], [4, 0]);
  assertEquals([...encoded([{ ...read, effects: [], result: 0 }])].at(-1), 0, "an outcome that says nothing");
});

Deno.test("a shape that occurs often is one byte for kind and presence", () => {
  assertEquals([...encoded([fault(5, mapped(5, 1, 7))])], [111, 10, 43, 14], "which is the last effect");
  assertEquals([...encoded([fault(5, mapped(5, 1, 7), mapped(6, 1, 8))])], [111, 10, 42, 14, 41]);
  assertEquals([...encoded([fault(5, mapped(9, 1, 7))])], [111, 10, 129, 1, 0b1010, 8, 14, 0], "no shape");
});

const EIGHT_FLAGS = { a: true, b: false, c: false, d: false, e: false, f: false, g: false, h: true };

Deno.test("a register carries over from field to field and event to event, moved on by advance", () => {
  const events = [fault(40, mapped(40, 3, 7)), fault(43, mapped(43, 1, 10))];
  const [first, second] = events.map((_, index) => encoded(events.slice(0, index + 1)).length);
  assertEquals(
    first,
    2 + 5 + 1,
    "a shape and the header's page; an id, presence, count, frame; the end",
  );
  assertEquals(second - first, 2, "all predicted: two shapes");
  assertEquals(decoded(encoded(events)), events);
});

Deno.test("a register keeps its value past -1, and past a sum beyond 2^53-1", () => {
  const events = [
    fault(40, mapped(-1, 3, 2 ** 53 - 1)),
    fault(40, mapped(2 ** 53 - 1, 2 ** 53 - 1, 0)),
    fault(40),
  ];
  assertEquals(decoded(encoded(events)), events);
  const alone = encoded([fault(40, mapped(-1, 1, 0))]).length;
  assertEquals(
    encoded([fault(40, mapped(-1, 1, 0)), fault(40)]).length - alone,
    2,
    "page 40 is still predicted",
  );
});

Deno.test("resetRegisters() makes what follows decode alone, as a block must", () => {
  const encoder = new Encoder(codec);
  const event = fault(4000, mapped(4000, 1, 7));
  const first = encoder.encode(event).slice();
  assert(encoder.encode(event).length < first.length, "the second time it is predicted");
  encoder.resetRegisters();
  const again = encoder.encode(event);
  assertEquals([...again], [...first]);
  assertEquals(decoded(again), [event]);
});

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
  refused([4, 0, 0], "event 0 is unknown (at byte 2)");
  refused([4, 77], "effect 77 is unknown (at byte 1)");
  refused([4, 255, 255, 255, 255, 255, 255, 255, 15], "effect 9007199254740991 is unknown (at byte 1)");
  refused([4, 1], "event idle has no outcome (at byte 1)");
  refused([1, 0b10000], "event pageFault: a presence bit stands for no field (at byte 1)");
  refused([1, 0b10, 3], "event pageFault: page is not within -1 to 2^53-1 (at byte 3)");
  refused([4], "the bytes end inside a number (at byte 1)");
  refused([2, 0, 1], "the bytes end inside a record (at byte 3)");
});

Deno.test("every change of one byte, and every cut, gives events or a CodecError and comes to an end", () => {
  const random = new Random(4);
  const payload = encoded([
    fault(40, mapped(40, 3, 7)),
    ...Array.from({ length: 6 }, () => randomEvent(random)),
  ]);
  const tryToDecode = (bytes: Uint8Array) => {
    try {
      decoded(bytes);
    } catch (error) {
      assert(error instanceof CodecError, `${error}`);
    }
  };
  for (let at = 0; at < payload.length; at++) {
    const original = payload[at];
    for (let value = 0; value < 256; value++) {
      payload[at] = value;
      tryToDecode(payload);
    }
    payload[at] = original;
    tryToDecode(payload.subarray(0, at));
  }
});

Deno.test("a value a field cannot hold is refused with the record's and the field's name", () => {
  const encode = (effect: Record<string, unknown>) => () => {
    const encoder = new Encoder(codec);
    encoder.begin({ kind: "idle" });
    encoder.effect(effect as unknown as SampleEffect);
  };
  const page = mapped(1, 1, 1);
  assertThrows(
    encode({ ...page, count: -1 }),
    KernelAssertion,
    "effect pagesMapped: count: -1 is not an integer from 0",
  );
  assertThrows(
    encode({ ...page, page: -2 }),
    KernelAssertion,
    "effect pagesMapped: page: -2 is not an integer from -1",
  );
  assertThrows(encode({ ...page, page: 0.5 }), KernelAssertion, "effect pagesMapped: page: 0.5 is not");
  assertThrows(encode({ ...page, frame: NaN }), KernelAssertion, "frame: NaN is not");
  assertThrows(encode({ kind: "pagesMapped" }), KernelAssertion, "space: undefined is not");
  assertThrows(
    encode({ kind: "eightFlags", ...EIGHT_FLAGS, c: 1 }),
    KernelAssertion,
    "c: 1 is not true or false",
  );
  assertThrows(encode({ kind: "mapped" }), KernelAssertion, "effect kind mapped is in no table");
});

Deno.test("an encoder refuses calls out of order", () => {
  const encoder = new Encoder(codec);
  assertThrows(
    () => encoder.effect({ kind: "nothing" }),
    KernelAssertion,
    "effect nothing is emitted outside an event",
  );
  assertThrows(() => encoder.end({}), KernelAssertion, "an event ends that did not begin");
  encoder.begin({ kind: "idle" });
  assertThrows(() => encoder.begin({ kind: "idle" }), KernelAssertion, "event idle begins within another");
  assertThrows(() => encoder.resetRegisters(), KernelAssertion, "registers are reset within an event");
});

Deno.test("a page fault takes seven bytes at most on the average", () => {
  const faults = samplePageFaults(new Random(5), 10_000);
  const byteCount = encoded(faults).length;
  assert(byteCount <= 7 * faults.length, `${byteCount / faults.length} bytes an event`);
});
