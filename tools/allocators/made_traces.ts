/**
 * Traces that are made, not recorded: kinds of programs that are hard on allocators, each in as many variations as there
 * are seeds.
 *
 *      binary      small and large blocks in turn; the large ones go, larger ones are wanted that fit no hole
 *      realloc     a few blocks grow bit by bit, with short-lived small ones between
 *      coalesce    neighbours go, and one as large as both is wanted
 *      random      any size, any order, ever more of them
 *      lognormal   many small, few large, ever more of them
 *      phases      many of a size, most of which go; then many of twice the size
 *      churn       as many bytes all the time, while the sizes drift up and down
 *      large       mapping-sized blocks that come and go; small ones that stay
 *      server      requests: a buffer that grows, objects, all freed at their end; sessions that live longer
 *
 *   MT1  A trace follows from its kind, its seed and its length; about `length` requests are made.
 */

import { Random } from "@palimpsest/kernel";
import type { Trace } from "../guests/trace/trace.ts";
import { TraceBuilder } from "../guests/trace/trace_builder.ts";

type Making = (builder: TraceBuilder, random: Random, length: number) => void;

const MAKINGS = {
  binary,
  realloc,
  coalesce,
  random: anySize,
  lognormal,
  phases,
  churn,
  large,
  server,
} as const;

/** A kind of made trace. */
export type MadeKind = keyof typeof MAKINGS;
/** All kinds. */
export const MADE_KINDS = Object.keys(MAKINGS) as readonly MadeKind[];

/** Makes the trace of a kind and a seed, of about so many requests. */
export function makeTrace(kind: MadeKind, seed: number, length = 20_000): Trace {
  const builder = new TraceBuilder();
  const making: Making = MAKINGS[kind];
  making(builder, new Random(seed), length);
  return builder.build(`${kind}-${seed}`);
}

function binary(builder: TraceBuilder, random: Random, length: number): void {
  const small = 8 * random.between(1, 8);
  const large = 8 * random.between(10, 80);
  const larger = large + 8 * random.between(1, 10);
  const pairs = Math.ceil(length / 6);
  const smalls: number[] = [];
  const larges: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    smalls.push(builder.malloc(small));
    larges.push(builder.malloc(large));
  }
  for (const id of larges) builder.free(id);
  const last = larges.map(() => builder.malloc(larger));
  for (const id of [...smalls, ...last]) builder.free(id);
}

function realloc(builder: TraceBuilder, random: Random, length: number): void {
  const step = 8 * random.between(1, 60);
  const growing = Array.from({ length: random.between(1, 4) }, () => builder.malloc(random.between(16, 600)));
  const sizes = growing.map(() => 600);
  const lag = random.between(1, 12);
  const small: number[] = [];
  while (builder.length < length) {
    const turn = random.below(growing.length);
    builder.realloc(growing[turn], sizes[turn] += step);
    small.push(builder.malloc(random.between(8, 64)));
    if (small.length > lag) builder.free(small.shift()!);
  }
  for (const id of [...growing, ...small]) builder.free(id);
}

function coalesce(builder: TraceBuilder, random: Random, length: number): void {
  const greatest = random.between(1000, 8000);
  const held: number[] = [];
  const limit = random.between(4, 60);
  while (builder.length < length) {
    const sizeBytes = random.between(100, greatest);
    const pair = [builder.malloc(sizeBytes), builder.malloc(sizeBytes)];
    if (random.chance(1, 2)) pair.reverse();
    for (const id of pair) builder.free(id);
    const both = builder.malloc(2 * sizeBytes);
    if (random.chance(1, 20)) held.push(both);
    else builder.free(both);
    if (held.length > limit) builder.free(held.splice(random.below(held.length), 1)[0]);
  }
  for (const id of held) builder.free(id);
}

function anySize(builder: TraceBuilder, random: Random, length: number): void {
  const greatest = random.between(500, 40_000);
  growAndDrain(builder, random, length, () => random.between(1, greatest));
}

function lognormal(builder: TraceBuilder, random: Random, length: number): void {
  const median = random.between(20, 200);
  const spread = random.between(8, 18) / 10;
  growAndDrain(
    builder,
    random,
    length,
    () => Math.max(1, Math.round(median * Math.exp(spread * normal(random)))),
  );
}

/** More is allocated than freed for the most part of a trace; then all goes. */
function growAndDrain(builder: TraceBuilder, random: Random, length: number, size: () => number): void {
  const live: number[] = [];
  while (builder.length + live.length < length) {
    if (live.length > 0 && random.chance(45, 100)) freeAny(builder, random, live);
    else live.push(builder.malloc(size()));
  }
  while (live.length > 0) freeAny(builder, random, live);
}

function phases(builder: TraceBuilder, random: Random, length: number): void {
  const wantedBytes = random.between(100, 600) * 1024;
  const kept = random.between(2, 15);
  const live: number[] = [];
  while (builder.length < length) {
    for (let least = 8; least <= 256 && builder.length < length; least *= 2) {
      const own: number[] = [];
      for (let bytes = 0; bytes < wantedBytes;) {
        const sizeBytes = random.between(least, 3 * least - 1);
        own.push(builder.malloc(sizeBytes));
        bytes += sizeBytes;
      }
      random.shuffle(own);
      const survivors = Math.floor(own.length * kept / 100);
      for (const id of own.slice(survivors)) builder.free(id);
      for (const id of live.splice(0)) builder.free(id);
      live.push(...own.slice(0, survivors));
    }
  }
  for (const id of live) builder.free(id);
}

function churn(builder: TraceBuilder, random: Random, length: number): void {
  const wantedBytes = random.between(500, 4000) * 1024;
  const period = random.between(5_000, 120_000);
  const live: { id: number; sizeBytes: number }[] = [];
  let liveBytes = 0;
  while (builder.length + live.length < length) {
    while (liveBytes > wantedBytes) {
      // Mostly one of the youngest goes, sometimes any.
      const newest = Math.floor(live.length * random.below(1000) ** 3 / 1000 ** 3);
      const place = random.chance(3, 4) ? live.length - 1 - newest : random.below(live.length);
      const [{ id, sizeBytes }] = live.splice(place, 1);
      builder.free(id);
      liveBytes -= sizeBytes;
    }
    const drift = 1.9 - 0.9 * Math.cos(2 * Math.PI * builder.length / period);
    const median = random.chance(3, 4) ? 40 : 600;
    const sizeBytes = Math.max(
      8,
      Math.min(40_000, Math.round(drift * median * Math.exp(0.9 * normal(random)))),
    );
    live.push({ id: builder.malloc(sizeBytes), sizeBytes });
    liveBytes += sizeBytes;
  }
  for (const { id } of live) builder.free(id);
}

function large(builder: TraceBuilder, random: Random, length: number): void {
  const least = random.between(40, 140) * 1024;
  const greatest = least * random.between(2, 8);
  const limit = random.between(4, 40);
  const live: number[] = [];
  const small: number[] = [];
  while (builder.length < length / 4) {
    const sizeBytes = random.between(least, greatest);
    live.push(random.chance(1, 10) ? builder.calloc(sizeBytes) : builder.malloc(sizeBytes));
    small.push(builder.malloc(random.between(16, 200)));
    if (random.chance(3, 5)) freeAny(builder, random, small);
    if (live.length > limit) freeAny(builder, random, live);
  }
  for (const id of [...live, ...small]) builder.free(id);
}

function server(builder: TraceBuilder, random: Random, length: number): void {
  const objects = random.between(10, 80);
  const bufferBytes = random.between(1000, 9000);
  const sessions: number[][] = [];
  const sessionLimit = random.between(10, 200);
  while (builder.length < length) {
    const request = [builder.malloc(bufferBytes + random.below(300))];
    const text = builder.malloc(64);
    for (let count = 0; count < objects; count++) {
      const sizeBytes = 20 + Math.round(20 * Math.exp(1.2 * normal(random)));
      request.push(random.chance(1, 5) ? builder.calloc(sizeBytes) : builder.malloc(sizeBytes));
    }
    for (let sizeBytes = 100; sizeBytes < bufferBytes && random.chance(9, 10);) {
      sizeBytes = Math.round(sizeBytes * (1.5 + random.below(50) / 100));
      builder.realloc(text, sizeBytes);
    }
    if (random.chance(1, 10)) sessions.push([builder.malloc(random.between(200, 4000)), builder.malloc(40)]);
    if (random.chance(1, 200)) request.push(builder.malloc(random.between(20_000, 60_000)));
    for (const id of [text, ...request]) builder.free(id);
    if (sessions.length <= sessionLimit) continue;
    for (const id of sessions.splice(random.below(sessions.length), 1)[0]) builder.free(id);
  }
  for (const id of sessions.flat()) builder.free(id);
}

function freeAny(builder: TraceBuilder, random: Random, live: number[]): void {
  const place = random.below(live.length);
  builder.free(live[place]);
  live[place] = live[live.length - 1];
  live.pop();
}

/** A number of the normal distribution, nearly: twelve dice. */
function normal(random: Random): number {
  let sum = -6;
  for (let dice = 0; dice < 12; dice++) sum += random.next() / 2 ** 32;
  return sum;
}
