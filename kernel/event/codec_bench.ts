/**
 * What encoding and decoding a page fault costs: `deno bench kernel/event`.
 *
 * An iteration is {@link FAULT_COUNT} faults, each one event with one effect, as a program causes them.
 */

import { Random } from "../testing/random.ts";
import { compileCodec } from "./codec.ts";
import { Decoder, type EventSink } from "./decoder.ts";
import { Encoder } from "./encoder.ts";
import {
  type sampleEffects,
  type sampleEvents,
  samplePageFaults,
  sampleSchema,
} from "./testing/sample_schema.ts";

const FAULT_COUNT = 10_000;

const faults = samplePageFaults(new Random(1), FAULT_COUNT);
const encoder = new Encoder(compileCodec(sampleSchema));
const decoder = new Decoder(compileCodec(sampleSchema));
const payload = Uint8Array.from(faults.flatMap((fault) => [...encoder.encode(fault)]));

let sum = 0;
const sink: EventSink<typeof sampleEffects, typeof sampleEvents> = {
  begin: (header) => void (sum += header.kind === "pageFault" ? header.page : 0),
  effect: (effect) => void (sum += effect.kind === "pagesMapped" ? effect.frame : 0),
  end: () => {},
};

Deno.bench(`decode ${FAULT_COUNT} page faults`, () => {
  decoder.open(payload);
  while (decoder.next(sink));
});

Deno.bench(`encode ${FAULT_COUNT} page faults`, () => {
  encoder.resetRegisters();
  for (const fault of faults) sum += encoder.encode(fault).length;
});

Deno.bench(`decode ${FAULT_COUNT} page faults into fresh events`, () => {
  decoder.open(payload);
  while (decoder.nextEvent() !== undefined);
});
