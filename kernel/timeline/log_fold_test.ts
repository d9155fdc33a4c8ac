/** Tests of folding a log. */
import { assertEquals, assertThrows } from "@std/assert";
import { Encoder } from "../event/encoder.ts";
import type { AnyEvent } from "../event/schema.ts";
import { openLog } from "../log/reader.ts";
import { LogWriter } from "../log/writer.ts";
import { LogFold } from "./log_fold.ts";
import { recordRun, system } from "./testing/recorded_run.ts";
import { TimelineError } from "./timeline_error.ts";

Deno.test("a fold may stop after any event and go on from its place", () => {
  const { log, digests } = recordRun(2, 400);
  const fold = new LogFold(log, system);
  const state = fold.emptyState(2000);
  let place = fold.start();
  for (let event = 0; event <= fold.lastEvent; event++) {
    place = fold.fold(state, place, event);
    assertEquals([place.event, state.eventCount, state.digest.toHex()], [event, event + 1, digests[event]]);
  }
});

Deno.test("two folds in turns do not disturb each other", () => {
  const { log, digests } = recordRun(3, 300);
  const fold = new LogFold(log, system);
  const states = [fold.emptyState(2000), fold.emptyState(2000)];
  const places = [fold.start(), fold.start()];
  for (let step = 1; step * 7 < fold.lastEvent; step++) {
    for (const [side, pace] of [5, 7].entries()) {
      places[side] = fold.fold(states[side], places[side], step * pace);
      assertEquals(states[side].digest.toHex(), digests[step * pace]);
    }
  }
});

Deno.test("a work limit ends a fold after the event that reaches it", () => {
  const { log, digests } = recordRun(4, 300);
  const fold = new LogFold(log, system);
  const state = fold.emptyState(2000);
  let place = fold.start();
  while (place.event < fold.lastEvent) {
    const before = state.work;
    const next = fold.fold(state, place, fold.lastEvent, 40);
    assertEquals(
      next.event > place.event && (state.work >= before + 40 || next.event === fold.lastEvent),
      true,
    );
    place = next;
    assertEquals(state.digest.toHex(), digests[place.event]);
  }
});

/** A log of events that nobody executed, with whatever digests. */
function logOf(events: AnyEvent[]): ReturnType<typeof openLog> {
  const bytes: number[] = [];
  const writer = new LogWriter((chunk) => bytes.push(...chunk));
  writer.header(new TextEncoder().encode('{"frameCount":64}'));
  const encoder = new Encoder(system.codec);
  for (const event of events) {
    writer.beginEvent();
    writer.endEvent(encoder.encode(event as never), 0, 0);
  }
  writer.close();
  return openLog(Uint8Array.from(bytes));
}

Deno.test("an effect that cannot be applied is told with its event", () => {
  const log = logOf([
    { kind: "boot", config: "{}", effects: [] },
    { kind: "setup", process: 0, what: "", effects: [] },
    { kind: "setup", process: 0, what: "", effects: [{ kind: "fileRemove", file: 5 }] },
  ]);
  const fold = new LogFold(log, system);
  const error = assertThrows(() => fold.fold(fold.emptyState(64), fold.start(), 2), TimelineError);
  assertEquals(error.message, "Cannot replay event 2: open file 5 does not exist");
});

Deno.test("a state that differs at a block's end is told with both digests and the block's events", () => {
  const space = { topPage: 0, startBreak: 0, endBreak: 0, startData: 0, endData: 0 };
  const log = logOf([
    { kind: "boot", config: "{}", effects: [] },
    { kind: "setup", process: 0, what: "", effects: [{ kind: "spaceNew", space: 1, ...space }] },
  ]);
  const fold = new LogFold(log, system);
  const state = fold.emptyState(64);
  const error = assertThrows(() => fold.fold(state, fold.start(), 1), TimelineError);
  assertEquals(
    error.message,
    `The replay differs from the recording: after event 1 the state has digest ${state.digest.toHex()}, ` +
      "the log says 0000000000000000; the first difference lies in events 0…1.",
  );
});
