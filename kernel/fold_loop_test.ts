/** Tests of the loop of replay: it does what a decoder and the reducers do, one event after another. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { compileCodec } from "./event/codec.ts";
import { Decoder } from "./event/decoder.ts";
import { Encoder } from "./event/encoder.ts";
import { CodecError } from "./event/codec_error.ts";
import type { AnyRecord } from "./event/schema.ts";
import { randomEvent, randomPatternBytes, sampleSchema } from "./event/testing/sample_schema.ts";
import type { Fold } from "./fold.ts";
import { compileFoldLoop } from "./fold_loop.ts";
import { State } from "./state/state.ts";
import { Random } from "./testing/random.ts";

const codec = compileCodec(sampleSchema);

/** A loop whose reducers note the effects that they are given. */
function notingLoop() {
  const noted: AnyRecord[] = [];
  const note = (_: State, effect: AnyRecord) => void noted.push(structuredClone(effect));
  const byId: ((state: State, effect: AnyRecord) => void)[] = [];
  for (const { id } of sampleSchema.effects) byId[id] = note;
  return {
    noted,
    loop: compileFoldLoop(codec as never, { byId, faultId: undefined } as Partial<Fold> as Fold),
  };
}

/** Random events as bytes, with the effects of all and how many each has. */
function randomEvents(seed: number, count: number) {
  const random = new Random(seed);
  const encoder = new Encoder(codec);
  const events = Array.from({ length: count }, () => randomEvent(random));
  const bytes = events.flatMap((event) => [...encoder.encode(event)]);
  return { bytes: Uint8Array.from(bytes), effects: events.map(({ effects }) => effects) };
}

Deno.test("the loop reduces every effect of random events, and moves registers as a decoder does", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { bytes, effects } = randomEvents(seed, 100);
    const { noted, loop } = notingLoop();
    const state = State.empty(16);
    const [folding, telling] = [new Decoder(codec), new Decoder(codec)];
    folding.open(bytes);
    telling.open(bytes);
    assertEquals(folding.fold(loop, state, Infinity, Infinity), effects.length);
    while (telling.nextEvent() !== undefined);
    assertEquals(noted, effects.flat() as AnyRecord[]);
    assertEquals(folding.saveRegisters(), telling.saveRegisters());
    assertEquals([folding.position, state.eventCount], [bytes.length, effects.length]);
    assertEquals(state.work, effects.length + noted.length);
  }
});

Deno.test("the loop reduces the effects of events that are patterns, as a decoder tells them", () => {
  const random = new Random(5);
  let count = 0;
  for (let round = 0; round < 300; round++) {
    const bytes = Uint8Array.from(randomPatternBytes(random, 10));
    const { noted, loop } = notingLoop();
    const state = State.empty(16);
    const [folding, telling] = [new Decoder(codec), new Decoder(codec)];
    folding.open(bytes);
    telling.open(bytes);
    const told: AnyRecord[] = [];
    for (let length = 0; length < 10; length++) {
      try {
        const event = telling.nextEvent();
        if (event === undefined) break;
        told.push(...event.effects as AnyRecord[]);
      } catch (error) {
        assertThrows(() => folding.fold(loop, state, 1, Infinity), CodecError, (error as Error).message);
        break;
      }
      assertEquals(folding.fold(loop, state, 1, Infinity), 1);
      assertEquals([folding.position, folding.saveRegisters()], [telling.position, telling.saveRegisters()]);
      count++;
    }
    assertEquals(noted.slice(0, told.length), told);
    assertEquals(state.work, state.eventCount + noted.length);
  }
  assert(count > 300, `${count} events`);
});

Deno.test("the loop ends after so many events or so much work, and goes on from there", () => {
  const { bytes, effects } = randomEvents(7, 60);
  const { noted, loop } = notingLoop();
  const state = State.empty(16);
  const decoder = new Decoder(codec);
  decoder.open(bytes);
  assertEquals(decoder.fold(loop, state, 10, Infinity), 10);
  assertEquals(noted.length, effects.slice(0, 10).flat().length);
  assertEquals(decoder.fold(loop, state, Infinity, state.work + 1), 1);
  assertEquals(decoder.fold(loop, state, Infinity, state.work), 0);
  assertEquals(decoder.fold(loop, state, Infinity, Infinity), 49);
  assertEquals(noted, effects.flat() as AnyRecord[]);
});

Deno.test("the loop refuses heads that stand for nothing, and outcomes of events that have none", () => {
  const cases: [number[], string][] = [
    [[99], "event 99 is unknown (at byte 0)"],
    [[4, 98], "effect 98 is unknown (at byte 1)"],
    [[4, 1], "an event without an outcome has one (at byte 1)"],
    [[4], "the bytes end inside"],
  ];
  for (const [bytes, sentence] of cases) {
    const state = State.empty(16);
    const decoder = new Decoder(codec);
    decoder.open(Uint8Array.from(bytes));
    assertThrows(() => decoder.fold(notingLoop().loop, state, 1, Infinity), CodecError, sentence);
    assertEquals(state.eventCount, 0, "an event that cannot be folded whole does not count");
  }
});
