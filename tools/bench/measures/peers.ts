/**
 * Beside what people would use instead, in the same run and over the same events.
 *
 * Folds: ours reads the log (checksums, decoding, digest and all); the peers' get events that are decoded already, and
 * keep no digest. Stores: ours appends and reads events with their fold; rows and lines are kept and read back, no more.
 */
import type { BenchRun } from "../bench_run.ts";
import { foldLog } from "../fold_log.ts";
import { foldWithCopies, foldWithImmer, foldWithImmutable, foldWithReduxToolkit } from "../peers/folds.ts";
import { type PeerEvent, peerEvents } from "../peers/peer_event.ts";
import { EventRows, jsonLines, parseLines } from "../peers/rows.ts";
import { atLeast, countText, type Result } from "../result.ts";
import { judged, scaled } from "../spread.ts";

/** Events that folds are compared over at most: immer takes a tenth of a millisecond for one. */
const FOLD_EVENTS = 20_000;
/** Events that rows and lines are compared over at most. */
const ROW_EVENTS = 200_000;
const REPETITIONS = 3;
/** Events between two full copies: about what a seek of a few milliseconds asks for. */
const COPY_SPACING = 5_000;
const IMMER_BAR = 20;
const ROWS_BAR = 5;

/** Measures the peers. */
export async function* measurePeers(run: BenchRun): AsyncGenerator<Result> {
  for (const locality of ["clustered", "scattered"] as const) {
    const eventCount = Math.min(run.options.eventCount, FOLD_EVENTS);
    const log = await run.log(eventCount, locality);
    yield* compareFolds(run, log, `${countText(eventCount)} events, ${locality}`);
  }
  const eventCount = Math.min(run.options.eventCount, ROW_EVENTS);
  yield* compareRows(
    run,
    await run.log(eventCount, "clustered"),
    `${countText(eventCount)} events, clustered`,
  );
}

async function* compareFolds(run: BenchRun, log: Uint8Array, setting: string): AsyncGenerator<Result> {
  const events = peerEvents(run.system, log);
  const ours = await ourReplay(run, log, setting, events.length);
  yield ours;
  const folds: [string, (events: readonly PeerEvent[]) => unknown][] = [
    ["immer", foldWithImmer],
    ["Redux toolkit", foldWithReduxToolkit],
    ["Immutable.js", foldWithImmutable],
    [`full copies, one in ${countText(COPY_SPACING)} events`, (all) => foldWithCopies(all, COPY_SPACING)],
  ];
  for (const [what, fold] of folds) {
    const result = await timed(run, what, setting, events.length, () => fold(events), ours);
    const bar = what === "immer" ? { bar: atLeast(IMMER_BAR, "times ours", result.timesOurs!) } : {};
    yield { ...result, ...bar };
  }
}

async function* compareRows(run: BenchRun, log: Uint8Array, setting: string): AsyncGenerator<Result> {
  const events = peerEvents(run.system, log);
  const ours = await ourReplay(run, log, setting, events.length);
  yield ours;
  const rows = new EventRows();
  rows.append(events);
  const append = () => {
    const fresh = new EventRows();
    fresh.append(events);
    fresh.close();
  };
  yield await timed(run, "node:sqlite, append rows", setting, events.length, append, ours);
  const back = await timed(
    run,
    "node:sqlite, read rows back",
    setting,
    events.length,
    () => rows.readBack(),
    ours,
  );
  yield { ...back, bar: atLeast(ROWS_BAR, "times ours", back.timesOurs!) };
  rows.close();
  const lines = jsonLines(events);
  yield await timed(run, "JSON lines, append", setting, events.length, () => jsonLines(events), ours);
  yield await timed(run, "JSON lines, parse", setting, events.length, () => parseLines(lines), ours);
}

function ourReplay(run: BenchRun, log: Uint8Array, setting: string, eventCount: number): Promise<Result> {
  const repetitions = 3 * REPETITIONS;
  return timed(
    run,
    "Palimpsest, replay",
    setting,
    eventCount,
    () => foldLog(run.system, log),
    undefined,
    repetitions,
  );
}

async function timed(
  run: BenchRun,
  what: string,
  setting: string,
  eventCount: number,
  work: () => unknown,
  ours: Result | undefined,
  repetitions = REPETITIONS,
): Promise<Result> {
  const time = await run.time(what, () => {}, work, repetitions);
  const perEvent = scaled(time, 1e6 / eventCount);
  const timesOurs = ours === undefined ? {} : { timesOurs: judged(perEvent) / judged(ours) };
  return { measure: "peers", what, setting, unit: "ns/event", ...perEvent, ...timesOurs };
}
