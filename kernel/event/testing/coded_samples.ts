/** Events of the sample as bytes and back, for tests. */
import { assertEquals } from "@std/assert";
import { compileCodec } from "../codec.ts";
import { Decoder } from "../decoder.ts";
import { Encoder } from "../encoder.ts";
import { type SampleEffect, type SampleEvent, sampleSchema } from "./sample_schema.ts";

/** The codec of the sample. */
export const sampleCodec = compileCodec(sampleSchema);

/** What events are stored as, one behind the other. */
export function encoded(events: readonly SampleEvent[]): Uint8Array {
  const encoder = new Encoder(sampleCodec);
  return Uint8Array.from(events.flatMap((event) => [...encoder.encode(event)]));
}

/** The events that a payload holds. */
export function decoded(payload: Uint8Array): SampleEvent[] {
  const decoder = new Decoder(sampleCodec);
  decoder.open(payload);
  const events: SampleEvent[] = [];
  for (let event = decoder.nextEvent(); event !== undefined; event = decoder.nextEvent()) events.push(event);
  assertEquals(decoder.position, payload.length);
  return events;
}

/** An effect of the sample. */
export function mapped(page: number, count: number, frame: number): SampleEffect {
  return { kind: "pagesMapped", space: 0, page, count, frame, anonVma: 0, flags: 0 };
}

/** An event of the sample. */
export function fault(page: number, ...effects: SampleEffect[]): SampleEvent {
  return { kind: "pageFault", process: 0, page, offset: 0, flags: 0, effects };
}

/** Eight truth values, of which the first and the last are true. */
export const EIGHT_FLAGS = { a: true, b: false, c: false, d: false, e: false, f: false, g: false, h: true };
