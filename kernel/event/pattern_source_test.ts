/** Tests of events that are patterns: what they are stored as, and that they come back. */
import { assert, assertEquals } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import { Random } from "../testing/random.ts";
import { CodecError } from "./codec_error.ts";
import { Decoder } from "./decoder.ts";
import { Encoder } from "./encoder.ts";
import { FIRST_PATTERN } from "./pattern.ts";
import type { AnyEvent } from "./schema.ts";
import { fault as generalFault, mapped, sampleCodec as codec } from "./testing/coded_samples.ts";
import { randomEvent, randomPatternBytes, type SampleEvent, sampleSchema } from "./testing/sample_schema.ts";

/** What events are stored as, one behind the other, after they came back equal. */
function stored(...events: SampleEvent[]): number[][] {
  const encoder = new Encoder(codec);
  const encoded = events.map((event) => [...encoder.encode(event)]);
  const decoder = new Decoder(codec);
  decoder.open(Uint8Array.from(encoded.flat()));
  for (const event of events) assertEquals(decoder.nextEvent(), event);
  assertEquals(decoder.nextEvent(), undefined);
  return encoded;
}

const fault = (page: number, offset: number, flags: number, count = 1, frame = 0) =>
  ({ ...generalFault(page, mapped(page, count, frame)), offset, flags }) as SampleEvent;

Deno.test("an event is stored by the first pattern that it fits, and by none when it fits none", () => {
  assertEquals(stored(fault(0, 0, 1)), [[192, 0]]);
  assertEquals(stored(fault(7, 0xabc, 0, 5, 3)), [[193, 0xc7, 0xab, 0x85, 0x01]]);
  assertEquals(stored(fault(8, 0x7b8, 0))[0][0], 194, "page 8 is beyond 4 signed bits");
  assert(stored(fault(8, 0x7bc, 0))[0][0] < FIRST_PATTERN, "and the offset is in units of 8");
});

Deno.test("differences are signed, and registers move as in the general form", () => {
  const [, second, third] = stored(fault(100, 0, 1), fault(99, 0, 1, 1, 1), fault(101, 0, 1, 1, 2));
  assertEquals([second, third], [[192, 256 - 2], [192, 1]], "page 101 is expected after page 100");
});

Deno.test("the header chooses the bank of its process, though an effect has moved that register before", () => {
  const of = (process: number, event: SampleEvent) => ({ ...event, process }) as SampleEvent;
  const noticed = of(2, generalFault(900, { kind: "noticed", process: 1 }));
  const events = [of(1, fault(100, 0, 1)), noticed, of(1, fault(101, 0, 1, 1, 1))];
  assertEquals(stored(...events).at(-1), [192, 0], "both the process and the page are expected");
});

const written = (content: number[], kept = false): SampleEvent => ({
  ...{ kind: "pageFault", process: 0, page: 0, offset: 0, flags: 0 },
  effects: kept ? [{ kind: "written", frame: 0, kept, content: Uint8Array.from(content) }] : [
    mapped(0, 1, 0),
    { kind: "written", frame: 1, kept, content: Uint8Array.from(content) },
  ],
});

Deno.test("of a word the zeros at its end are left out; other bytes stand behind the bits as ever", () => {
  assertEquals(stored(written([7, 8, 0, 0, 0, 0, 0, 0])), [[195, 0, 0, 0, 2 << 4, 7, 8]]);
  assertEquals(stored(written([7, 8, 0, 0, 0, 0, 9, 0]))[0].slice(4), [8 << 4, 7, 8, 0, 0, 0, 0, 9, 0]);
  assertEquals(stored(written([0, 0, 0, 0, 0, 0, 0, 0])), [[195, 0, 0, 0, 0]]);
  assert(stored(written([1, 2, 3]))[0][0] < FIRST_PATTERN, "three bytes are no word");
  assertEquals(stored(written([1, 2, 3], true)), [[196, 0, 6, 1, 2, 3]]);
});

Deno.test("an address in pages, a field from another and signed ones are patterns too", () => {
  const discard = (address: number, name = ""): SampleEvent => ({
    ...{ kind: "discard", process: 1, address, lengthBytes: 0x3000, name },
    effects: [],
    result: 0,
  });
  assertEquals(stored(discard(0x5000)), [[202, 0x51, 0, 3 << 7 & 255, 3 >> 1]]);
  assert(stored(discard(0x5001))[0][0] < FIRST_PATTERN);
  assert(stored(discard(0x5000, "text"))[0][0] < FIRST_PATTERN);
  const placed = (start: number, offset: number, tilt: number): SampleEvent => ({
    ...{ kind: "pageFault", process: 0, page: start, offset: 0, flags: 0 },
    effects: [{ kind: "placed", start, offset, tilt }],
  });
  assertEquals(stored(placed(9, 4, -1), placed(50, 45, -1)), [[197, 9, 0, 251, 255], [197, 41, 0, 0, 0]]);
});

/** Events that random bits of random patterns stand for. */
function eventsOfBits(random: Random): SampleEvent[] {
  const decoder = new Decoder(codec);
  // A few bytes more, for what stands behind the bits of the last.
  decoder.open(Uint8Array.from([...randomPatternBytes(random, 10), 8, 1, 2, 3, 4]));
  const events: SampleEvent[] = [];
  try {
    for (let event = decoder.nextEvent(); event !== undefined; event = decoder.nextEvent()) {
      events.push(event);
    }
  } catch (error) {
    assert(error instanceof CodecError, `${error}`);
  }
  return events;
}

const CHANGES = [
  -1,
  0,
  1,
  5,
  127,
  128,
  4096,
  2 ** 19,
  2 ** 20,
  2 ** 30 - 4096,
  2 ** 30,
  2 ** 31,
  2 ** 32,
  2 ** 40,
];

/** The same events, but for one number in one record of them. */
function withOneChange(random: Random, events: readonly SampleEvent[]): SampleEvent[] {
  const changed = structuredClone(events) as unknown as AnyEvent[];
  const event = random.pick(changed);
  const record = random.pick([event, ...event.effects]) as Record<string, unknown>;
  const names = Object.keys(record).filter((name) => typeof record[name] === "number");
  if (names.length > 0) record[random.pick(names)] = random.pick(CHANGES);
  return changed as unknown as SampleEvent[];
}

Deno.test("what random bits stand for comes back equal; and with any number changed, if it can be stored at all", () => {
  const random = new Random(11);
  const codes = new Set<number>();
  for (let round = 0; round < 1000; round++) {
    const events = eventsOfBits(random);
    if (random.chance(1, 2)) events.splice(random.below(events.length + 1), 0, randomEvent(random));
    if (events.length === 0) continue;
    for (const [head] of stored(...events)) codes.add(head);
    try {
      stored(...withOneChange(random, events));
    } catch (error) {
      if (!(error instanceof KernelAssertion)) throw error;
    }
  }
  assertEquals(sampleSchema.patterns.map(({ code }) => code).filter((code) => !codes.has(code)), []);
});
