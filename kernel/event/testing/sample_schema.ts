/**
 * A small schema for tests: every type of field, registers shared between kinds, records of more than eight
 * fields and of none, ids of two bytes, and the page fault whose cost is measured. With a generator of random
 * events that likes extremes.
 */

import type { Random } from "../../testing/random.ts";
import { ADDRESS_SPAN, bool, bytes, type Field, int, list, near, SIGNED_SPAN, text, uint } from "../field.ts";
import { is, units } from "../pattern.ts";
import { greatestOf } from "../registers.ts";
import {
  type AnyRecord,
  composeSchema,
  defineEffects,
  defineEvents,
  type EffectOf,
  type EventOf,
  type FieldSpec,
} from "../schema.ts";

/** The least value of an int() field with a register. */
const LEAST_WORD = ADDRESS_SPAN - 2 ** 53;

/** The sample's effects. */
export const sampleEffects = defineEffects({
  pagesMapped: {
    id: 1,
    doc: "Map a run of pages to a run of frames.",
    fields: {
      space: near("space"),
      page: near("page", { advance: "count" }, { print: "page" }),
      count: uint(1, { print: "pages", doc: "how many pages" }),
      frame: near("frame", { advance: "count" }),
      anonVma: near("anonVma"),
      flags: uint(0, { print: "access" }),
    },
    shapes: { 20: [], 21: ["frame"], 22: ["page", "count", "frame"] },
  },
  everything: {
    id: 200,
    doc: "One field of every type, and more than eight.",
    fields: {
      first: uint(),
      second: uint(7),
      shift: int(),
      below: int(-5),
      writable: bool(),
      frame: near("frame", { bias: 1 }),
      name: text(),
      mode: text("rw"),
      content: bytes(),
      frames: list(uint()),
      shifts: list(int()),
      names: list(text()),
      locked: bool(),
    },
  },
  eightFlags: {
    id: 3,
    doc: "As many fields as a presence byte has bits.",
    fields: { a: bool(), b: bool(), c: bool(), d: bool(), e: bool(), f: bool(), g: bool(), h: bool() },
  },
  nothing: { id: 4, doc: "No field at all.", fields: {} },
  placed: {
    id: 5,
    doc: "What is predicted by how far it is from another field, or is signed.",
    fields: {
      start: near("page"),
      offset: near("drift", { from: "start" }),
      tilt: near("tilt", { signed: true }, { zeroUnsaid: true }),
    },
  },
  written: {
    id: 6,
    doc: "Bytes, and they come last.",
    fields: { frame: near("frame"), kept: bool(), content: bytes() },
    shapes: { 23: ["frame", "content"] },
  },
  noticed: { id: 7, doc: "A process is told something.", fields: { process: near("process") } },
});

/** The sample's events. */
export const sampleEvents = defineEvents({
  pageFault: {
    id: 1,
    doc: "A page fault.",
    fields: {
      process: near("process"),
      page: near("page", {}, { print: "page" }),
      offset: uint(),
      flags: uint(0, { print: "access" }),
    },
    patterns: {
      192: { pageFault: { page: 8, flags: is(1) }, pagesMapped: {} },
      193: { pageFault: { page: 4, offset: 12 }, pagesMapped: { count: 7, frame: 9 } },
      194: { pageFault: { process: 4, page: 20, offset: units(8, 8) }, pagesMapped: {} },
      195: {
        pageFault: { process: 4, page: 4 },
        pagesMapped: {},
        written: { kept: 1, frame: 19, content: "WORD" },
      },
      196: { pageFault: { process: 8 }, written: { kept: is(true), content: "BYTES" } },
      197: { pageFault: { page: 8 }, placed: { start: 8, offset: 8, tilt: 8 } },
    },
  },
  read: {
    id: 2,
    doc: "read(2)",
    fields: {
      process: near("process"),
      resumed: bool(),
      fd: int(),
      buffer: near("place", {}, { print: "address" }),
      count: uint(),
    },
    outcome: { unfinished: bool(), result: int(0, { print: "result" }) },
  },
  everything: {
    id: 300,
    doc: "An outcome of every type.",
    fields: { content: bytes() },
    outcome: {
      result: near("place"),
      done: bool(),
      name: text(),
      found: list(uint()),
      copied: bytes(),
      left: uint(1),
    },
  },
  idle: { id: 4, doc: "Nothing happens.", fields: {} },
  touch: {
    id: 6,
    doc: "Memory is touched.",
    fields: { address: int(0, { register: "address" }) },
    patterns: { 201: { touch: { address: 16 } } },
  },
  discard: {
    id: 7,
    doc: "Pages are given up.",
    fields: {
      process: near("process"),
      address: int(0, { register: "page", unit: 4096 }),
      lengthBytes: uint(),
      name: text(),
    },
    patterns: {
      202: { discard: { process: 4, address: units(4096, 19), lengthBytes: units(4096, 9) } },
      203: { discard: { process: 8 } },
    },
    outcome: { result: int() },
  },
});

/** An effect of the sample. */
export type SampleEffect = EffectOf<typeof sampleEffects>;

/** An event of the sample. */
export type SampleEvent = EventOf<typeof sampleEvents, SampleEffect>;

/** The schema of both tables. */
export const sampleSchema = composeSchema(
  [{ owner: "sample", firstId: 1, lastId: 300, table: sampleEffects }],
  [{ owner: "sample", firstId: 1, lastId: 300, table: sampleEvents }],
);

/** An event with random fields and up to five random effects. */
export function randomEvent(random: Random): SampleEvent {
  const kind = random.pick(sampleSchema.events);
  const effects = Array.from({ length: random.below(6) }, () => {
    const effect = random.pick(sampleSchema.effects);
    return { kind: effect.name, ...randomFields(random, effect.record.fields) };
  });
  const header = randomFields(random, kind.record.fields);
  const outcome = randomFields(random, kind.outcome.fields);
  return { kind: kind.name, ...header, effects, ...outcome } as unknown as SampleEvent;
}

/** Bytes of so many events that are patterns, with random bits: what stands behind the bits is missing. */
export function randomPatternBytes(random: Random, count: number): number[] {
  const events = Array.from({ length: count }, () => {
    const { code, lengthBytes } = random.pick(sampleSchema.patterns);
    return [code, ...Array.from({ length: lengthBytes }, () => random.chance(2, 3) ? 0 : random.below(256))];
  });
  return events.flat();
}

/**
 * A page fault as a program causes them: two processes, a fifth of the faults at random pages and the others
 * at the page after the last, frames mostly in ascending order.
 */
export function samplePageFaults(random: Random, count: number): SampleEvent[] {
  const pages = [2 ** 35, 2 ** 35 + 2 ** 20];
  let frame = 1000;
  return Array.from({ length: count }, (_, index) => {
    const process = Math.floor(index / 32) % 2;
    pages[process] = random.chance(1, 5) ? 2 ** 35 + random.below(2 ** 21) : pages[process] + 1;
    frame = random.chance(1, 50) ? random.below(2 ** 20) : frame + 1;
    const page = pages[process];
    const mapped = {
      kind: "pagesMapped",
      space: process,
      page,
      count: 1,
      frame,
      anonVma: process,
      flags: 0,
    } as const;
    const offset = random.below(512) * 8;
    return { kind: "pageFault", process, page, offset, flags: 1, effects: [mapped] } as const;
  });
}

function randomFields(random: Random, fields: readonly FieldSpec[]): Omit<AnyRecord, "kind"> {
  const values: Record<string, unknown> = {};
  for (const { name, field } of fields) {
    const from = field.type === "near" && field.from !== undefined ? values[field.from] as number : undefined;
    const shift = random.below(2 ** random.between(1, 50)) - 2 ** 49;
    values[name] = from === undefined
      ? randomValue(random, field)
      : Math.min(Math.max(from + shift, -1), Number.MAX_SAFE_INTEGER);
  }
  return values;
}

function randomValue(random: Random, field: Field): unknown {
  if (random.chance(1, 3)) return field.default;
  switch (field.type) {
    case "uint":
      return randomMagnitude(random);
    case "int":
      if (random.chance(1, 2)) return randomMagnitude(random);
      return Math.max(-randomMagnitude(random) - 1, field.register === undefined ? -Infinity : LEAST_WORD);
    case "near":
      if (field.signed) return randomMagnitude(random) % (2 * SIGNED_SPAN) - SIGNED_SPAN;
      return random.chance(1, 8) ? -1 : randomMagnitude(random, greatestOf(field.register));
    case "bool":
      return random.chance(1, 2);
    case "text":
      return Array.from({ length: random.below(6) }, () => random.pick(["a", "\0", "é", "\ufeff", "页", "🗺"]))
        .join("");
    case "bytes":
      return Uint8Array.from({ length: random.below(200) }, () => random.below(256));
    case "list":
      return Array.from({ length: random.below(5) }, () => randomValue(random, field.item));
  }
}

function randomMagnitude(random: Random, greatest = Number.MAX_SAFE_INTEGER): number {
  if (random.chance(1, 10)) return greatest;
  return random.below(2 ** random.between(1, Math.log2(greatest + 1)));
}
