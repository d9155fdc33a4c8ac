/** Tests of emitters. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { kernelPart, System } from "./compose.ts";
import { compileEmitters } from "./emitters.ts";
import { kernelEffects } from "./event/effects.ts";
import { Encoder } from "./event/encoder.ts";
import { State } from "./state/state.ts";

const system = new System([kernelPart]);

function givenEmitters() {
  const machine = { state: State.empty(64), mappingVersion: 0 };
  const encoder = new Encoder(system.codec);
  return { machine, encoder, ...compileEmitters(system.codec, system.fold)(machine, encoder) };
}

Deno.test("there is an emitter for every kind of effect", () => {
  assertEquals([...givenEmitters().byKind.keys()].sort(), Object.keys(kernelEffects).sort());
});

Deno.test("an effect is encoded and reduced, whichever way it is emitted", () => {
  const zeros = { space: 1, page: 7, count: 3 };
  const outcomes = [true, false].map((isByKind) => {
    const { machine, encoder, byKind, frequent } = givenEmitters();
    encoder.begin({ kind: "setup", process: 1, what: "" });
    const space = { space: 1, topPage: 100, startBreak: 0, endBreak: 0, startData: 0, endData: 0 };
    byKind.get("spaceNew")!({ kind: "spaceNew", ...space });
    if (isByKind) byKind.get("pagesZero")!({ kind: "pagesZero", ...zeros });
    else frequent.pagesZero(zeros);
    assertEquals(machine.mappingVersion, 1, "of the new space, not of pages that were absent");
    assert(machine.state.space(1).pte(9) !== 0 && machine.state.space(1).pte(10) === 0);
    return [machine.state.digest.toHex(), [...encoder.end({})]];
  });
  assertEquals(outcomes[0], outcomes[1]);
});

Deno.test("what user code stored enters the digest before the next effect is reduced", () => {
  const { machine, encoder, frequent } = givenEmitters();
  encoder.begin({ kind: "setup", process: 1, what: "" });
  let settledAt = -1;
  machine.state.unsettled = () => {
    machine.state.unsettled = undefined;
    settledAt = machine.mappingVersion;
  };
  assertThrows(() => frequent.pagesUnmap({ space: 9, page: 0, count: 1 }), Error, "space 9");
  assertEquals([settledAt, machine.mappingVersion], [0, 1]);
});

Deno.test("an effect outside an event is our mistake", () => {
  const { frequent } = givenEmitters();
  const emit = () => frequent.framesMark({ frame: 1, count: 1, set: 0, clear: 0 });
  assertThrows(emit, Error, "effect framesMark is emitted outside an event");
});

Deno.test("what user code stored is encoded and not reduced again", () => {
  const { machine, encoder, stores } = givenEmitters();
  const write = { kind: "bytesWrite", frame: 5, offset: 8, bytes: Uint8Array.of(1, 2, 3) } as const;
  assertThrows(() => stores.bytesWrite(write), Error, "effect bytesWrite is emitted outside an event");
  encoder.begin({ kind: "store", process: 1 });
  stores.bytesWrite(write);
  stores.bytesFill({ kind: "bytesFill", frame: 5, offset: 0, lengthBytes: 4, value: 9 });
  const reference = new Encoder(system.codec);
  reference.begin({ kind: "store", process: 1 });
  reference.effect(write);
  reference.effect({ kind: "bytesFill", frame: 5, offset: 0, lengthBytes: 4, value: 9 });
  assertEquals([...encoder.end({})], [...reference.end({})]);
  assertEquals(machine.state.digest.toHex(), State.empty(64).digest.toHex());
});
