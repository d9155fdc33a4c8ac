/** Tests of the encoder: the order of calls, and values that cannot be stored. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import { Encoder } from "./encoder.ts";
import { decoded, EIGHT_FLAGS, fault, mapped, sampleCodec as codec } from "./testing/coded_samples.ts";
import type { SampleEffect } from "./testing/sample_schema.ts";

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
