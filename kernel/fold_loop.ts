/**
 * The loop of every replay: events decoded and reduced with no step between, as generated source text.
 *
 * Why text: a decoder that tells a sink what it found makes half a dozen calls an event through tables, and the engine
 * cannot see through any of them. Here each pattern (event/pattern.ts) is a case that is read straight on, and nothing of
 * it is kept but what is reduced. All other events are read by a function of their own, in which each head is a case with
 * the functions of its kind by name:
 *
 *     h.set(y.small); g.set(y.wide);
 *     while (done < most && work < mostWork && p < b.length) {
 *       switch (head = b[p++]) {
 *         case 196: … v = q_page + (w0 >> 12) * 0.5; … e.page = v * 2; …
 *                   reduce_pagesFresh(s, e); countMinorFault(s, h[1]); work += 2; break;
 *         …
 *         default: r.position = p; work += foldGeneral(r, own, s, head); p = r.position; k = h[0];
 *       }
 *     }
 *     y.small.set(h); y.wide.set(g);
 *
 *     function foldGeneral(r, y, s, head) {
 *       switch (readEventId(r, head)) {
 *         case 2: decode_fault(r, y, fault); event = 2; break;
 *         …
 *       }
 *       do switch (head = r.uint()) {                                             its effects
 *         case 2: case 3: decode_pagesFresh_0(r, y, pagesFresh); reduce_pagesFresh(s, pagesFresh); break;
 *         …
 *       } while (…);
 *       if (head === 0) { if (event === 2) countMinorFault(s, fault.process); }   its outcome: at its defaults,
 *       else switch (event) { case 2: decode_outcome_fault(r, y, outcome); … }    or not
 *     }
 *
 *   FL1  What the loop does to a state is what Decoder.next() and Fold would do, event by event.
 *   FL2  A state counts an event when it is folded whole: where a fold throws, State.eventCount says which one it was.
 *   FL3  One loop serves all states of a system: it keeps nothing between two calls but the records and the registers that it
 *        reuses. A decoder's registers are as before where a fold throws (event/codec.ts, C3).
 */

import type { ByteReader } from "./event/byte_reader.ts";
import { type Codec, type EffectCodec, type EventCodec, patternRecords } from "./event/codec.ts";
import type { DecodeRecord } from "./event/codec_source.ts";
import { unknownEffect, unknownEvent, unknownPattern } from "./event/decoder.ts";
import { END, END_WITH_OUTCOME, FIRST_KIND_HEAD, LAST_BIT, readEventId } from "./event/heads.ts";
import { FIRST_PATTERN, type Pattern } from "./event/pattern.ts";
import type { Registers } from "./event/registers.ts";
import { declareUnpacking, unpackSource } from "./event/unpack_source.ts";
import { endFault, type Fold } from "./fold.ts";
import { countMinorFault } from "./reduce/processes.ts";
import type { State } from "./state/state.ts";

/**
 * Folds events from a reader into a state: `most` at most, and none after State.work has reached `workEnd` by the events and
 * effects read. What their reducers add (State.addWork) counts for the next call: so a call goes further than that, by no more
 * than its block.
 *
 * @returns How many; fewer than asked for where the bytes end.
 */
export type FoldLoop = (
  reader: ByteReader,
  registers: Registers,
  state: State,
  most: number,
  workEnd: number,
) => number;

/** More than any payload has of events or work: it has fewer bytes. */
const MOST = 2 ** 30;

/**
 * How many loops were compiled. It stands in their texts, so that no two are alike: the engine takes one function for all that
 * have the same text, and then what their names stand for is no constant to it (a quarter more time for decoding).
 */
let loopCount = 0;

/** What the text refers to, by name. */
type Names = Map<string, unknown>;

/** Compiles the loop of a codec and a fold (some milliseconds; once a system). */
export function compileFoldLoop(codec: Codec, fold: Fold): FoldLoop {
  const refusals = { unknownEvent, unknownEffect, unknownPattern, noOutcome };
  const spares: Uint8Array[] = [];
  // Of its own, and constant, so that the engine knows where they lie; a copy at the start of a call and one at its end.
  const own = codec.registers.create();
  const names: Names = new Map(
    Object.entries({
      ...refusals,
      readEventId,
      countMinorFault,
      endFault,
      spares,
      own,
      h: own.small,
      g: own.wide,
    }),
  );
  const bank = codec.registers.bankInUse();
  const body = `function foldEvents(r, y, s, most, workEnd) {
    h.set(y.small); g.set(y.wide);
    ${declareUnpacking(codec.registers)}
    // As whole numbers: no payload has so many events or so much work that the limit would count.
    const mostDone = Math.min(most, ${MOST}) | 0, mostWork = Math.max(0, Math.min(Math.ceil(workEnd - s.work), ${MOST})) | 0;
    let done = 0, work = 0, head = 0;
    while (done < mostDone && work < mostWork && p < b.length) {
      head = b[p];
      p = p + 1 | 0;
      switch (head) {
        ${codec.schema.patterns.map((pattern) => patternCase(pattern, codec, fold, names)).join("\n")}
        default: r.position = p; work += foldGeneral(r, own, s, head); p = r.position | 0; k = ${bank};
      }
      s.eventCount++;
      done++;
    }
    r.position = p;
    y.small.set(h); y.wide.set(g);
    s.work += work;
    return done;
  }`;
  const general = generalSource(codec, fold, names);
  // Constants, which the engine folds, unlike parameters.
  const source = `"use strict"; /* ${++loopCount} */ const { ${
    [...names.keys()].join(", ")
  } } = names; ${general} return ${body};`;
  return new Function("names", source)(Object.fromEntries(names));
}

/** The case of a pattern: of the header nothing is kept. */
function patternCase(pattern: Pattern, codec: Codec, fold: Fold, names: Names): string {
  const { code, event, records } = pattern;
  const recordNames = records.map(({ kind }) => `${kind.name}_${code}`);
  for (const [index, record] of patternRecords(codec, pattern).entries()) {
    names.set(recordNames[index], record);
  }
  const unpack = unpackSource(pattern, codec.registers, recordNames, (record) => record > 0);
  const reductions = records.slice(1).map(({ kind }, index) => {
    names.set(`reduce_${kind.name}`, fold.byId[kind.id]);
    return `reduce_${kind.name}(s, ${recordNames[index + 1]});`;
  });
  const end = event.id === fold.faultId ? `countMinorFault(s, ${codec.registers.reference("process")});` : "";
  return `case ${code}: { ${unpack} ${reductions.join(" ")} ${end} work += ${records.length}; break; }`;
}

/** The function that folds an event that has no pattern, of which the first byte was read. */
function generalSource(codec: Codec, fold: Fold, names: Names): string {
  const kinds = [...codec.eventByName];
  const events = kinds.map(([kind, { id, record }]) => {
    const name = `event_${kind}`;
    names.set(name, record.createRecord());
    return `case ${id}: ${decodeCall(name, name, record.decode, names)} break;`;
  });
  const effects = [...codec.effectByName].map(([kind, effect]) => {
    names.set(`reduce_${kind}`, fold.byId[effect.id]);
    return effectCases(kind, effect, names);
  });
  const plainEnds = kinds.map(([kind, event]) => plainEnd(kind, event, codec, fold, names));
  const outcomes = kinds.map(([kind, event]) => outcomeCase(kind, event, fold, names));
  return `function foldGeneral(r, y, s, head) {
    if (head >= ${FIRST_PATTERN}) unknownPattern(r, head);
    const event = readEventId(r, head);
    let work = 1;
    switch (event) {
      ${events.join("\n")}
      default: unknownEvent(r, event);
    }
    while ((head = r.uint()) > ${END_WITH_OUTCOME}) {
      work++;
      switch (head) {
        ${effects.join("\n")}
        default: unknownEffect(r, head);
      }
      if (head < ${FIRST_KIND_HEAD} && (head & ${LAST_BIT}) !== 0) { head = ${END}; break; }
    }
    if (head === ${END}) { ${plainEnds.join("")} }
    else switch (event) {
      ${outcomes.join("\n")}
      default: noOutcome(r);
    }
    return work;
  }`;
}

/** The cases of the heads of one kind of effect; the head of a shape stands for it with LAST_BIT too. */
function effectCases(kind: string, { heads, record }: EffectCodec, names: Names): string {
  names.set(kind, record.createRecord());
  const reduce = `reduce_${kind}(s, ${kind}); break;`;
  const cases = [`case ${heads.ofKind}: ${decodeCall(kind, kind, record.decode, names)} ${reduce}`];
  for (const [presence, decode] of record.decodeShape) {
    const head = heads.ofShapes![presence];
    const call = decodeCall(`${kind}_${presence}`, kind, decode, names);
    cases.push(`case ${head}: case ${head | LAST_BIT}: ${call} ${reduce}`);
  }
  return cases.join("\n");
}

/** Source text that calls a decoding function, which gets a name. */
function decodeCall(name: string, record: string, decode: DecodeRecord, names: Names): string {
  names.set(`decode_${name}`, decode);
  return `decode_${name}(r, y, ${record});`;
}

/** What is left to do for an event whose outcome is at its defaults; the result of a fault then says that it was minor. */
function plainEnd(kind: string, { id, outcome }: EventCodec, codec: Codec, fold: Fold, names: Names): string {
  if (id === fold.faultId) return `if (event === ${id}) countMinorFault(s, event_${kind}.process);`;
  // Registers move by near() fields, whether or not they are present.
  const { fields } = codec.schema.eventByName.get(kind)!.outcome;
  if (!fields.some(({ field }) => field.type === "near")) return "";
  names.set(`none_${kind}`, outcome.decodeShape.get(0));
  return `if (event === ${id}) none_${kind}(r, y, outcome_${kind});`;
}

/** The case of a kind of event whose outcome says something. */
function outcomeCase(kind: string, { id, outcome }: EventCodec, fold: Fold, names: Names): string {
  if (outcome.presenceBytes === 0) return "";
  const record = `outcome_${kind}`;
  names.set(record, outcome.createRecord());
  const then = id === fold.faultId ? `endFault(s, event_${kind}, ${record});` : "";
  return `case ${id}: ${decodeCall(record, record, outcome.decode, names)} ${then} break;`;
}

function noOutcome(reader: ByteReader): never {
  reader.corrupt("an event without an outcome has one", reader.position - 1);
}
