/**
 * Emitters: an effect encoded and reduced, by one function for each kind, as generated source text.
 *
 * Why text: one function for all kinds finds the kind's functions by name, and calls others through them each time, which
 * the engine cannot foresee. Here each function calls what it always calls:
 *
 *     function emit(e) {
 *       const s = m.state; if (s.unsettled !== undefined) s.unsettled();
 *       n.lastShapeAt = write(n.writer, n.registers, e, n.numbers, n.follow(id));     encoded
 *       m.mappingVersion++;                                                           unless pages stay where they are
 *       reduce(s, e);                                                                 reduced
 *     }
 *
 *   EM1  An effect is encoded before it is reduced, and outside of no event.
 *   EM2  Most events have effects of a few kinds. Those have a second function, which takes the fields of an effect and
 *        copies them into the one record of its kind: whoever is told of an effect must not keep it.
 */

import { assertThat } from "./assert.ts";
import type { Codec } from "./event/codec.ts";
import type { Encoder } from "./event/encoder.ts";
import type { KernelEffectOf, kernelEffects } from "./event/effects.ts";
import type { AnyRecord } from "./event/schema.ts";
import type { Fold } from "./fold.ts";
import type { StoreEncoder } from "./pending_stores.ts";
import type { State } from "./state/state.ts";

/** The kinds that most events have. */
const FREQUENT = [
  "pagesFresh",
  "pagesZero",
  "pagesMap",
  "pageCopy",
  "pageReuse",
  "pagesUnmap",
  "framesMark",
  "bytesWrite",
  "bytesFill",
] as const;

/** The effects that leave pages where they translate to. */
const MAPPING_KEPT: ReadonlySet<string> = new Set(
  ["pagesFresh", "pagesZero", "faultsCount"] satisfies (keyof typeof kernelEffects)[],
);

/** A kind of effect that most events have. */
export type FrequentKind = typeof FREQUENT[number];

/** Emits an effect of one kind. */
export type Emit = (effect: AnyRecord) => void;

/** Emits effects of the frequent kinds, given their fields. */
export type FrequentEmitters = {
  readonly [K in FrequentKind]: (fields: Omit<KernelEffectOf<K>, "kind">) => void;
};

/** What effects are emitted into. */
export interface EmittingMachine {
  readonly state: State;
  /** Changes with every effect that may change what a page translates to, where it translated before. */
  mappingVersion: number;
}

/** The emitters of one machine. */
export interface Emitters {
  /** By kind. */
  readonly byKind: ReadonlyMap<string, Emit>;
  readonly frequent: FrequentEmitters;
  /** Encode effects that are reduced already: what user code stored. */
  readonly stores: StoreEncoder;
}

/** Makes the emitters of a machine with its encoder. */
export type MakeEmitters = (machine: EmittingMachine, encoder: Encoder) => Emitters;

/** Compiles the emitters of a codec and a fold (once a system). */
export function compileEmitters(codec: Codec, fold: Fold): MakeEmitters {
  const names = new Map<string, unknown>([["refuse", refuse]]);
  const functions = [...codec.effectByName].map(([kind, { id, write, record }]) => {
    names.set(`write_${kind}`, write).set(`reduce_${kind}`, fold.byId[id]);
    if (isFrequent(kind)) names.set(`record_${kind}`, record.createRecord());
    return emitterSource(kind, id);
  });
  const frequent = FREQUENT.filter((kind) => codec.effectByName.has(kind));
  const fieldsOf = (kind: string) => codec.schema.effectByName.get(kind)!.record.fields;
  const takers = frequent.map((kind) => takerSource(kind, fieldsOf(kind).map(({ name }) => name)));
  const source = `"use strict"; const { ${[...names.keys()].join(", ")} } = names;
    return function makeEmitters(m, n) {
      ${functions.join("\n")}
      const byKind = new Map([${
    [...codec.effectByName.keys()].map((kind) => `["${kind}", emit_${kind}]`).join(", ")
  }]);
      const stores = { bytesWrite: encode_bytesWrite, bytesFill: encode_bytesFill };
      return { byKind, frequent: { ${takers.join(",\n")} }, stores };
    };`;
  return new Function("names", source)(Object.fromEntries(names));
}

function isFrequent(kind: string): boolean {
  return (FREQUENT as readonly string[]).includes(kind);
}

/** Source text of the functions that encode and emit effects of a kind. */
function emitterSource(kind: string, id: number): string {
  return `function encode_${kind}(e) {
    if (!n.isWithinEvent) refuse("${kind}");
    n.lastShapeAt = write_${kind}(n.writer, n.registers, e, n.numbers, n.follow(${id}));
  }
  function emit_${kind}(e) {
    const s = m.state;
    if (s.unsettled !== undefined) s.unsettled();
    encode_${kind}(e);
    ${MAPPING_KEPT.has(kind) ? "" : "m.mappingVersion++;"}
    reduce_${kind}(s, e);
  }`;
}

/** Source text of the function that emits an effect of a kind, given its fields. */
function takerSource(kind: string, fields: readonly string[]): string {
  const copies = fields.map((field) => `r.${field} = e.${field};`);
  return `${kind}(e) { const r = record_${kind}; ${copies.join(" ")} emit_${kind}(r); }`;
}

function refuse(kind: string): never {
  assertThat(false, `effect ${kind} is emitted outside an event`);
}
