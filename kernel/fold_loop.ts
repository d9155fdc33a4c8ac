/**
 * The loop of every replay: events decoded and reduced with no step between, as generated source text.
 *
 * Why text: a decoder that tells a sink what it found makes half a dozen calls an event through tables, and the engine
 * cannot see through any of them. Here each head (event/heads.ts) is a case with the functions of its kind by name:
 *
 *     while (done < most && s.work < workEnd && r.position < end) {
 *       switch (r.uint()) {                                                       the event's head
 *         case 112: decode_fault_0(r, g, fault); event = 2; break;
 *         …
 *       }
 *       do switch (head = r.uint()) {                                             its effects
 *         case 2: case 3: decode_pagesFresh_0(r, g, pagesFresh); reduce_pagesFresh(s, pagesFresh); break;
 *         …
 *       } while (…);
 *       if (head === 0) { if (event === 2) countMinorFault(s, fault.process); }   its outcome: at its defaults,
 *       else switch (event) { case 2: decode_outcome_fault(r, g, outcome); … }    or not
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
import { countMinorFault } from "./reduce/processes.ts";
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
  const kinds = [...codec.eventByName];
  const plainEnds = kinds.map(([kind, event]) => plainEnd(kind, event, codec, fold, names));
  const outcomes = kinds.map(([kind, event]) => outcomeCase(kind, event, fold, names));
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
      if (head === ${END}) { ${plainEnds.join("")} }
      else switch (event) {
        ${outcomes.join("\n")}
        default: noOutcome(r);
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

/** What is left to do for an event whose outcome is at its defaults; the result of a fault then says that it was minor. */
function plainEnd(kind: string, { id, outcome }: KindCodec, codec: Codec, fold: Fold, names: Names): string {
  if (id === fold.faultId) {
    names.set("countMinorFault", countMinorFault);
    return `if (event === ${id}) countMinorFault(s, event_${kind}.process);`;
  }
  // Registers move by near() fields, whether or not they are present.
  const { fields } = codec.schema.eventByName.get(kind)!.outcome;
  if (!fields.some(({ field }) => field.type === "near")) return "";
  names.set(`none_${kind}`, outcome.decodeShape.get(0));
  return `if (event === ${id}) none_${kind}(r, g, outcome_${kind});`;
}

/** The case of a kind of event whose outcome says something. */
function outcomeCase(kind: string, { id, outcome }: KindCodec, fold: Fold, names: Names): string {
  if (outcome.presenceBytes === 0) return "";
  const record = `outcome_${kind}`;
  names.set(record, outcome.createRecord());
  names.set(`decode_${record}`, outcome.decode);
  if (id === fold.faultId) names.set("endFault", endFault);
  const then = id === fold.faultId ? `endFault(s, event_${kind}, ${record});` : "";
  return `case ${id}: decode_${record}(r, g, ${record}); ${then} break;`;
}

function noOutcome(reader: ByteReader): never {
  reader.corrupt("an event without an outcome has one", reader.position - 1);
}
