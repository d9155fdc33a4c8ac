/** Tests of trails. */
import { assert, assertEquals } from "@std/assert";
import { Checkpoint } from "./checkpoint.ts";
import { LogFold } from "./log_fold.ts";
import { recordRun, system } from "./testing/recorded_run.ts";
import { Trail } from "./trail.ts";

const { log, digests } = recordRun(9, 2500);
const fold = new LogFold(log, system);

/** A trail from event 100, with a step tried at every `stride` events up to `end`. */
function layTrail(budgetBytes: number, stride: number, end: number): Trail {
  const state = fold.emptyState(2000);
  let place = fold.fold(state, fold.start(), 100);
  const trail = new Trail(new Checkpoint(state, place), budgetBytes);
  for (let event = 100 + stride; event <= end; event += stride) {
    place = fold.fold(state, place, event);
    trail.add(state, place);
  }
  return trail;
}

/** Events of the checkpoints from the position back to the base. */
function stepsOf(trail: Trail, position: number): number[] {
  const events: number[] = [];
  for (let event = position; event >= 100; event = events[events.length - 1] - 1) {
    events.push(trail.atOrBefore(event).place.event);
  }
  return events;
}

Deno.test("steps of a trail grow sparser with their distance from the position", () => {
  const trail = layTrail(1e9, 10, 2400);
  const events = stepsOf(trail, 2400);
  assert(trail.stepCount < 40, `${trail.stepCount} steps`);
  assertEquals([events[0], events.at(-1)], [2400, 100]);
  for (let index = 1; index < events.length; index++) {
    const gap = events[index - 1] - events[index];
    assert(gap <= 10 + (2400 - events[index]), `gap ${gap} at ${events[index]}`);
  }
});

Deno.test("a packed base is opened once, and goes when there is no room for it", () => {
  const state = fold.emptyState(2000);
  const base = new Checkpoint(state, fold.fold(state, fold.start(), 100));
  base.pack();
  const trail = new Trail(base, 1e9);
  assertEquals(trail.open(150).place.event, 100);
  assertEquals([trail.stepCount, trail.open(150).state.digest.toHex()], [1, digests[100]]);
  const poor = new Trail(base, 1);
  assertEquals([poor.open(150).state.digest.toHex(), poor.stepCount, poor.isTooSmall], [
    digests[100],
    0,
    true,
  ]);
  poor.widen(1e9);
  poor.open(150);
  assertEquals([poor.stepCount, poor.isTooSmall], [1, false]);
});

Deno.test("every step is the state it says", () => {
  const trail = layTrail(1e9, 25, 2000);
  for (const event of stepsOf(trail, 2000)) {
    assertEquals(trail.open(event).state.digest.toHex(), digests[event]);
  }
});

Deno.test("a trail keeps to its budget, and forgets what is farthest from the position", () => {
  const rich = layTrail(1e9, 10, 2400);
  const poor = layTrail(rich.bytes / 2, 10, 2400);
  assert(poor.bytes <= rich.bytes / 2);
  assert(poor.stepCount > 0 && poor.stepCount < rich.stepCount);
  assertEquals(poor.atOrBefore(2400).place.event, 2400);
  assertEquals(layTrail(1, 10, 2400).stepCount, 0);
});
