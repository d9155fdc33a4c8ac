/**
 * The loop of every replay: events decoded and reduced with no step between, as generated source text.
 *
 * Why text: a decoder that tells a sink what it found makes half a dozen calls an event through tables, and the engine
 * cannot see through any of them. Here each head (event/heads.ts) is a case with the functions of its kind by name:
 *
 *     while (done < most && s.work < workEnd && r.position < end) {
 *       switch (r.uint()) {                                                       the event's head
 *         case 112: decode_fault_0(r, g, fault); ending = 2; break;
 *         …
 *       }
 *       do switch (head = r.uint()) {                                             its effects
 *         case 2: case 3: decode_pagesFresh_0(r, g, pagesFresh); reduce_pagesFresh(s, pagesFresh); break;
 *         …
 *       } while (…);
 *       endings[ending](head, r, g, s);                                           its outcome
 *     }
 *
 *   FL1  What the loop does to a state is what Decoder.next() and Fold would do, event by event.
 *   FL2  A state counts an event when it is folded whole: where a fold throws, State.eventCount says which one it was.
 *   FL3  One loop serves all states of a system: it keeps nothing between two calls but the records that it reuses.
 */

import type { ByteReader } from "./event/byte_reader.ts";
import { type Codec, type KindCodec, unknownHead } from "./event/codec.ts";
import type { DecodeRecord } from "./event/codec_source.ts";
import { END, END_WITH_OUTCOME, FIRST_KIND_HEAD, LAST_BIT } from "./event/heads.ts";
import { endFault, type Fold } from "./fold.ts";
import type { State } from "./state/state.ts";

/**
 * Folds events from a reader into a state: `most` at most, and none after State.work has reached `workEnd`.
 *
 * @returns How many; fewer than asked for where the bytes end.
 */
export type FoldLoop = (
  reader: ByteReader,
  registers: Float64Array,
  state: State,
  most: number,
  workEnd: number,
) => number;

/** What the text refers to, by name. */
type Names = Map<string, unknown>;

/** Compiles the loop of a codec and a fold (some milliseconds; once a system). */
export function compileFoldLoop(codec: Codec, fold: Fold): FoldLoop {
  const names: Names = new Map<string, unknown>([["unknown", unknownHead], ["noOutcome", noOutcome]]);
  const events = [...codec.eventByName].map(([kind, event]) =>
    casesOf(`event_${kind}`, event, 0, `event = ${event.id};`, names)
  );
  const effects = [...codec.effectByName].map(([kind, effect]) => {
    names.set(`reduce_${kind}`, fold.byId[effect.id]);
    return casesOf(kind, effect, LAST_BIT, `reduce_${kind}(s, ${kind});`, names);
  });
  const ends = [...codec.eventByName].map(([kind, event]) => endCase(kind, event, codec, fold, names));
  // Constants, which the engine folds, unlike parameters.
  const source = `"use strict"; const { ${
    [...names.keys()].join(", ")
  } } = names; return function foldEvents(r, g, s, most, workEnd) {
    const end = r.bytes.length;
    let done = 0;
    while (done < most && s.work < workEnd && r.position < end) {
      let event = 0, head = r.uint();
      switch (head) {
        ${events.join("\n")}
        default: unknown(r, "event", head);
      }
      while ((head = r.uint()) > ${END_WITH_OUTCOME}) {
        s.work++;
        switch (head) {
          ${effects.join("\n")}
          default: unknown(r, "effect", head);
        }
        if (head < ${FIRST_KIND_HEAD} && (head & ${LAST_BIT}) !== 0) { head = ${END}; break; }
      }
      switch (event) {
        ${ends.join("\n")}
        default: if (head !== ${END}) noOutcome(r);
      }
      s.work++;
      s.eventCount++;
      done++;
    }
    return done;
  };`;
  return new Function("names", source)(Object.fromEntries(names));
}

/** The cases of the heads of one kind; the head of a shape stands for it with any of `freeBits` set too. */
function casesOf(name: string, { heads, record }: KindCodec, freeBits: number, then: string, names: Names) {
  const cases: string[] = [];
  const add = (labels: string, decoder: string, decode: DecodeRecord) => {
    names.set(decoder, decode);
    cases.push(`${labels} ${decoder}(r, g, ${name}); ${then} break;`);
  };
  names.set(name, record.createRecord());
  add(`case ${heads.ofKind}:`, `decode_${name}`, record.decode);
  for (const [presence, decode] of record.decodeShape) {
    const head = heads.ofShapes![presence];
    const withBits = freeBits === 0 ? "" : `case ${head | freeBits}:`;
    add(`case ${head}: ${withBits}`, `decode_${name}_${presence}`, decode);
  }
  return cases.join("\n");
}

/** The case of the end of an event, for a kind that has an outcome. */
function endCase(kind: string, { id, outcome }: KindCodec, codec: Codec, fold: Fold, names: Names): string {
  if (outcome.presenceBytes === 0) return "";
  const record = `outcome_${kind}`;
  names.set(record, outcome.createRecord());
  names.set(`decode_${record}`, outcome.decode);
  names.set(`decode_${record}_0`, outcome.decodeShape.get(0));
  // An outcome at its defaults is of no interest, unless registers move by it.
  const { fields } = codec.schema.eventByName.get(kind)!.outcome;
  const isFault = id === fold.faultId;
  const reads = isFault || fields.some(({ field }) => field.type === "near");
  const none = reads ? `decode_${record}_0(r, g, ${record})` : "";
  if (isFault) names.set("endFault", endFault);
  return `case ${id}:
    if (head === ${END}) { ${none} } else decode_${record}(r, g, ${record});
    ${isFault ? `endFault(s, event_${kind}, ${record});` : ""} break;`;
}

function noOutcome(reader: ByteReader): never {
  reader.corrupt("an event without an outcome has one", reader.position - 1);
}
