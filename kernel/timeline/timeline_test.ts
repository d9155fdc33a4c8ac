/** Tests of the timeline: wherever it is asked, and however little it may keep, a seek gives what the live machine had. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { Decoder } from "../event/decoder.ts";
import type { AnyEvent } from "../event/schema.ts";
import { openLog, payloadOfBlock } from "../log/reader.ts";
import { LogWriter } from "../log/writer.ts";
import { checkState } from "../check/check_state.ts";
import { Random } from "../testing/random.ts";
import { recordRun, system } from "./testing/recorded_run.ts";
import { Timeline, type TimelineOptions } from "./timeline.ts";
import { TimelineError } from "./timeline_error.ts";
import type { View } from "./view.ts";

const long = recordRun(11, 6000);

function open(options: TimelineOptions = {}): Timeline {
  return Timeline.open(long.log, system, options);
}

/** Looks at random places of a timeline, in all the ways there are. */
function wander(timeline: Timeline, seed: number, stepCount: number): void {
  const random = new Random(seed);
  const views: View[] = [timeline.seek(0)];
  for (let step = 0; step < stepCount; step++) {
    const view = random.pick(views);
    const act = random.below(4);
    if (act === 0) views.push(timeline.seek(random.below(long.log.eventCount)));
    else if (act === 1) view.advance(Math.min(view.event + random.below(40), timeline.lastEvent));
    else if (view.event > 0) views.push(timeline.stepBack(view));
    if (views.length > 12) views.shift();
    for (const { event, state } of [views[views.length - 1], view]) {
      assertEquals([state.eventCount, state.digest.toHex()], [event + 1, long.digests[event]]);
      if (step % 4 === 0) checkState(state);
    }
  }
}

Deno.test("seeking any event of a log gives the live machine's digest", () => {
  const { log, digests } = recordRun(10, 700);
  const timeline = Timeline.open(log, system, { spacingWork: 64 });
  assertEquals(digests.map((_, event) => timeline.seek(event).state.digest.toHex()), digests);
  assertEquals(digests.map((_, event) => timeline.seek(event).state.digest.toHex()), digests);
});

Deno.test("stepping back from the end meets every state of a log, and each is sound", () => {
  const { log, digests } = recordRun(12, 500);
  const timeline = Timeline.open(log, system, { spacingWork: 200, stepWork: 50 });
  let view = timeline.seek(timeline.lastEvent);
  for (let event = timeline.lastEvent; event >= 0; event--) {
    assertEquals([view.event, view.state.digest.toHex()], [event, digests[event]]);
    if (event % 10 === 0) checkState(view.state);
    if (event > 0) view = timeline.stepBack(view);
  }
});

Deno.test("views anywhere in a long log are right, in whatever order they are asked for", () => {
  wander(open(), 1, 200);
  wander(open({ spacingWork: 300 }), 2, 300);
});

Deno.test("budgets of any size change what is kept, never what is seen", () => {
  for (const [seed, budgetBytes] of [0, 20_000, 300_000, 2_000_000].entries()) {
    const timeline = open({ budgetBytes, spacingWork: 50, stepWork: 200 });
    wander(timeline, seed, 24);
    const { checkpointBytes, checkpointCount, trailBytes } = timeline.memory;
    const isWithin = checkpointBytes + trailBytes <= budgetBytes;
    assert(isWithin || checkpointCount === 1, `${checkpointBytes} + ${trailBytes} of ${budgetBytes} bytes`);
  }
});

Deno.test("packed checkpoints change what is kept, never what is seen", () => {
  for (const [seed, budgetBytes] of [700_000, 2_000_000, 4_000_000].entries()) {
    const timeline = open({ budgetBytes, spacingWork: 50, stepWork: 200, packing: "always" });
    timeline.replayAll();
    assertEquals([timeline.memory.arePacked, timeline.memory.checkpointCount > 1], [true, true]);
    wander(timeline, seed, 30);
    const { checkpointBytes, trailBytes } = timeline.memory;
    assert(
      checkpointBytes + trailBytes <= budgetBytes,
      `${checkpointBytes} + ${trailBytes} of ${budgetBytes} bytes`,
    );
    let view = timeline.seek(3000);
    for (let event = 2999; event > 2700; event--) {
      view = timeline.stepBack(view);
      assertEquals([view.event, view.state.digest.toHex()], [event, long.digests[event]]);
    }
  }
});

Deno.test("in wide gaps trails make steps back short, also across the gap's start", () => {
  const timeline = open({ spacingWork: 6000, stepWork: 100 });
  timeline.replayAll();
  assert(timeline.memory.checkpointCount < 30);
  for (const start of [5990, 3000, 1500]) {
    let view = timeline.seek(start);
    for (let step = 0; step < 600; step++) {
      view = timeline.stepBack(view);
      assertEquals(view.state.digest.toHex(), long.digests[start - 1 - step]);
      if (step % 20 === 0) checkState(view.state);
    }
  }
  assert(timeline.memory.trailBytes > 0);
});

Deno.test("views that were given out stay right when checkpoints are thinned later", () => {
  const timeline = open({ budgetBytes: 400_000, spacingWork: 50 });
  const views = [100, 400, 900].map((event) => timeline.seek(event));
  timeline.replayAll();
  assert(timeline.memory.spacingWork > 50);
  for (const view of views) {
    assertEquals(view.state.digest.toHex(), long.digests[view.event]);
    checkState(view.state);
    view.advance(view.event + 500);
    assertEquals(view.state.digest.toHex(), long.digests[view.event]);
  }
});

Deno.test("foldTo() goes as far as it is told, and no further when it was there before", () => {
  const { log, digests } = recordRun(3, 700);
  const timeline = Timeline.open(log, system);
  timeline.foldTo(300);
  assertEquals(timeline.folded, { event: 300, digest: digests[300] });
  timeline.foldTo(100, () => assert(false, "there is nothing to fold"));
  assertEquals(timeline.folded.event, 300);
  assertThrows(() => timeline.foldTo(digests.length), TimelineError, "There is no event");
});

Deno.test("replayAll() goes to the end and tells where it is", () => {
  const timeline = open();
  const seen: number[] = [];
  timeline.replayAll((event) => seen.push(event));
  assertEquals(seen.at(-1), timeline.lastEvent);
  assertEquals(seen, [...seen].sort((one, other) => one - other));
  assertEquals(timeline.seek(timeline.lastEvent).state.digest.toHex(), long.digests[timeline.lastEvent]);
});

Deno.test("events() gives the events of a range as fresh records", () => {
  const { log } = long;
  const decoder = new Decoder(system.codec);
  const all: AnyEvent[] = [];
  for (let block = 0; block < log.blocks.blockCount; block++) {
    decoder.open(payloadOfBlock(log, block));
    for (let event = decoder.nextEvent(); event !== undefined; event = decoder.nextEvent()) {
      all.push(event as unknown as AnyEvent);
    }
  }
  const timeline = open();
  assertEquals([...timeline.events(0, timeline.lastEvent)], all);
  for (const [from, to] of [[0, 0], [777, 1200], [5000, 4999], [timeline.lastEvent, timeline.lastEvent]]) {
    assertEquals([...timeline.events(from, to)], all.slice(from, to + 1));
  }
  const events = timeline.events(50, 60);
  events.next();
  timeline.seek(3000);
  assertEquals([...events], all.slice(51, 61));
});

Deno.test("a digest that differs is found by whatever seek comes past it, and the first block is named", () => {
  const { log, digests } = recordRun(13, 600);
  const wrong = openLog(log.bytes.slice());
  const block = wrong.blocks.blockOfEvent(300);
  wrong.blocks.digestLo[block] ^= 1;
  wrong.blocks.digestLo[block + 1] ^= 1;
  const first = wrong.blocks.firstEvent[block];
  const last = first + wrong.blocks.eventCount[block] - 1;
  const expected = `after event ${last} the state has digest ${digests[last]}, the log says`;
  const range = `the first difference lies in events ${first}…${last}.`;
  for (
    const seek of [
      (timeline: Timeline) => timeline.seek(599),
      (timeline: Timeline) => timeline.seek(last),
      (timeline: Timeline) => timeline.replayAll(),
      (timeline: Timeline) => timeline.seek(first - 1).advance(last),
    ]
  ) {
    const timeline = Timeline.open(wrong, system, { spacingWork: 100 });
    const error = assertThrows(() => seek(timeline), TimelineError);
    assert(error.message.includes(expected) && error.message.includes(range), error.message);
    assertEquals(timeline.seek(first).state.digest.toHex(), digests[first]);
  }
});

Deno.test("events that are not there, and logs that are none, are refused in a sentence", () => {
  const timeline = open();
  for (const event of [-1, 1.5, NaN, timeline.lastEvent + 1]) {
    assertThrows(
      () => timeline.seek(event),
      TimelineError,
      `There is no event ${event}: the log has events 0 to`,
    );
  }
  assertThrows(() => timeline.stepBack(timeline.seek(0)), TimelineError, "There is no event -1");
  assertThrows(() => timeline.events(0, 1e9).next(), TimelineError, "There is no event 1000000000");
  for (const config of ["", "{}", '{"frameCount":0}']) {
    const bytes: number[] = [];
    const writer = new LogWriter((chunk) => bytes.push(...chunk));
    writer.header(new TextEncoder().encode(config));
    const empty = openLog(Uint8Array.from(bytes));
    assertThrows(() => Timeline.open(empty, system), TimelineError, "The log has no event");
    writer.beginEvent();
    writer.endEvent(Uint8Array.of(1), 0, 0);
    writer.close();
    const odd = openLog(Uint8Array.from(bytes));
    assertThrows(() => Timeline.open(odd, system), TimelineError, "configuration is not that of a machine");
  }
});
