/** Tests of single checkpoints. */
import { assert, assertEquals } from "@std/assert";
import { checkpointBytes, indexAtOrBefore, takeCheckpoint } from "./checkpoint.ts";
import { LogFold } from "./log_fold.ts";
import { recordRun, system } from "./testing/recorded_run.ts";

Deno.test("a checkpoint stays what it was while its source goes on, and costs what is new", () => {
  const { log, digests } = recordRun(6, 400);
  const fold = new LogFold(log, system);
  const state = fold.emptyState(2000);
  const middle = fold.fold(state, fold.start(), 200);
  const early = takeCheckpoint(state, middle);
  const late = takeCheckpoint(state, fold.fold(state, middle, 210));
  fold.fold(state, late.place, fold.lastEvent);
  assertEquals([early, late].map(({ state }) => state.digest.toHex()), [digests[200], digests[210]]);
  const [all, some] = [checkpointBytes(early, undefined), checkpointBytes(late, early)];
  assert(some > 0 && some < all, `${some} of ${all} bytes`);
});

Deno.test("indexAtOrBefore() finds the last checkpoint that is not after an event", () => {
  const { log } = recordRun(6, 60);
  const fold = new LogFold(log, system);
  const state = fold.emptyState(2000);
  let place = fold.start();
  const list = [10, 20, 40].map((event) => takeCheckpoint(state, place = fold.fold(state, place, event)));
  assertEquals([0, 9, 10, 19, 20, 39, 40, 50].map((event) => indexAtOrBefore(list, event)), [
    -1,
    -1,
    0,
    0,
    1,
    1,
    2,
    2,
  ]);
});
