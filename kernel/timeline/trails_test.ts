/** Tests of the trails of a timeline. */
import { assert, assertEquals } from "@std/assert";
import { Checkpoint } from "./checkpoint.ts";
import { LogFold } from "./log_fold.ts";
import { recordRun, system } from "./testing/recorded_run.ts";
import { Trails } from "./trails.ts";

const { log } = recordRun(4, 400);

/** Checkpoints at a few events. */
function checkpoints(): Checkpoint[] {
  const fold = new LogFold(log, system);
  const state = fold.emptyState(2000);
  let place = fold.start();
  return [100, 200, 300].map((event) => new Checkpoint(state, place = fold.fold(state, place, event)));
}

Deno.test("two trails are kept, and the one that was not used for longest goes", () => {
  const [one, two, three] = checkpoints();
  const trails = new Trails(() => 1e9);
  const first = trails.of(one);
  const second = trails.of(two);
  assert(trails.of(one) === first && trails.of(two) === second);
  trails.of(one);
  trails.of(three);
  assert(trails.of(one) === first);
  assert(trails.of(two) !== second);
});

Deno.test("where there is room for one only, it gets all of it", () => {
  const [one, two] = checkpoints();
  one.pack();
  const trails = new Trails(() => 30_000);
  const trail = trails.of(one);
  trail.open(100);
  assertEquals([trail.isTooSmall, trail.stepCount, trails.haveRoomForTwo], [true, 0, true]);
  trails.favour(trail);
  assertEquals([trail.isTooSmall, trails.haveRoomForTwo], [false, false]);
  trails.of(two);
  assert(trails.of(one) !== trail);
  trails.clear();
  assertEquals(trails.bytes, 0);
});
