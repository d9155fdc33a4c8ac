/** Tests of single checkpoints. */
import { assert, assertEquals } from "@std/assert";
import { Checkpoint, indexAtOrBefore } from "./checkpoint.ts";
import { LogFold } from "./log_fold.ts";
import { recordRun, system } from "./testing/recorded_run.ts";

Deno.test("a checkpoint stays what it was while its source goes on, and costs what is new", () => {
  const { log, digests } = recordRun(6, 400);
  const fold = new LogFold(log, system);
  const state = fold.emptyState(2000);
  const middle = fold.fold(state, fold.start(), 200);
  const early = new Checkpoint(state, middle);
  const late = new Checkpoint(state, fold.fold(state, middle, 210));
  fold.fold(state, late.place, fold.lastEvent);
  assertEquals([early, late].map((each) => each.open().digest.toHex()), [digests[200], digests[210]]);
  const [all, some] = [early.bytesSince(undefined), late.bytesSince(early)];
  assert(some > 0 && some < all, `${some} of ${all} bytes`);
});

Deno.test("a packed checkpoint opens as what it was, and takes less", () => {
  const { log, digests } = recordRun(6, 1500);
  const fold = new LogFold(log, system);
  const state = fold.emptyState(2000);
  const checkpoint = new Checkpoint(state, fold.fold(state, fold.start(), 1200));
  const [bytes, { work }] = [checkpoint.bytesSince(undefined), checkpoint];
  checkpoint.pack();
  checkpoint.pack();
  assertEquals([checkpoint.state, checkpoint.work], [undefined, work]);
  assert(checkpoint.bytesSince(undefined) < bytes);
  for (const opened of [checkpoint.open(), checkpoint.open()]) {
    assertEquals(opened.digest.toHex(), digests[1200]);
    fold.fold(opened, checkpoint.place, 1400);
    assertEquals(opened.digest.toHex(), digests[1400]);
  }
});

Deno.test("indexAtOrBefore() finds the last checkpoint that is not after an event", () => {
  const { log } = recordRun(6, 60);
  const fold = new LogFold(log, system);
  const state = fold.emptyState(2000);
  let place = fold.start();
  const list = [10, 20, 40].map((event) => new Checkpoint(state, place = fold.fold(state, place, event)));
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
