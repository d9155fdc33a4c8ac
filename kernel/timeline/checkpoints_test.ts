/** Tests of the checkpoints along a log. */
import { assert, assertEquals } from "@std/assert";
import { Checkpoints } from "./checkpoints.ts";
import { LogFold } from "./log_fold.ts";
import { type RecordedRun, recordRun, system } from "./testing/recorded_run.ts";
import { View } from "./view.ts";

/** Folds a log to its end and keeps checkpoints as they become due. */
function keep({ log }: RecordedRun, checkpoints: Checkpoints): View {
  const fold = new LogFold(log, system);
  const front = new View(fold, fold.emptyState(2000), fold.start());
  front.advance(0);
  checkpoints.add(front.state, front.place, 0);
  while (front.event < fold.lastEvent) {
    front.advance(fold.lastEvent, checkpoints.workUntilDue(front.state));
    if (checkpoints.workUntilDue(front.state) > 0) continue;
    checkpoints.add(front.state, front.place, front.event / fold.lastEvent);
  }
  return front;
}

Deno.test("checkpoints stand at equal amounts of work, and are the states they say", () => {
  const run = recordRun(7, 1500);
  const checkpoints = new Checkpoints(() => 1e9, 100);
  const front = keep(run, checkpoints);
  assertEquals(checkpoints.spacingWork, 100);
  assert(checkpoints.count > front.state.work / 300 && checkpoints.count <= front.state.work / 100 + 1);
  for (let event = 0; event < 1500; event++) {
    const checkpoint = checkpoints.atOrBefore(event);
    const { place } = checkpoint;
    assert(place.event <= event && (checkpoints.after(event)?.place.event ?? Infinity) > event);
    assertEquals(checkpoint.open().digest.toHex(), run.digests[place.event]);
  }
});

Deno.test("a budget that is reached makes the spacing wider until the rest fits, and event 0 always stays", () => {
  const run = recordRun(8, 2000);
  const rich = new Checkpoints(() => 1e9, 50);
  const front = keep(run, rich);
  for (const part of [2, 10, 1000]) {
    const budgetBytes = rich.bytes / part;
    const checkpoints = new Checkpoints(() => budgetBytes, 50);
    const poor = keep(run, checkpoints);
    assert(
      checkpoints.bytes <= budgetBytes || checkpoints.count === 1,
      `${checkpoints.bytes} of ${budgetBytes}`,
    );
    assert(checkpoints.spacingWork > 50);
    assertEquals(checkpoints.atOrBefore(0).place.event, 0);
    assertEquals(poor.state.digest.toHex(), front.state.digest.toHex());
    for (let event = 0; event < 2000; event += 50) {
      const checkpoint = checkpoints.atOrBefore(event);
      const { place } = checkpoint;
      assertEquals(checkpoint.open().digest.toHex(), run.digests[place.event]);
    }
  }
});

Deno.test("add() says whether others had to go", () => {
  const run = recordRun(8, 300);
  const fold = new LogFold(run.log, system);
  const state = fold.emptyState(2000);
  const place = fold.fold(state, fold.start(), 0);
  const checkpoints = new Checkpoints(() => 20_000, 10);
  assertEquals(checkpoints.add(state, place, 0), false);
  const later = fold.fold(state, place, 299);
  assertEquals([checkpoints.add(state, later, 1), checkpoints.count], [true, 1]);
});
