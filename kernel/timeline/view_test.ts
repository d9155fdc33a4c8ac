/** Tests of views. */
import { assertEquals, assertThrows } from "@std/assert";
import { Random } from "../testing/random.ts";
import { LogFold } from "./log_fold.ts";
import { recordRun, system } from "./testing/recorded_run.ts";
import { TimelineError } from "./timeline_error.ts";
import { View } from "./view.ts";

Deno.test("any number of views go forward side by side", () => {
  const { log, digests } = recordRun(5, 500);
  const fold = new LogFold(log, system);
  const first = new View(fold, fold.emptyState(2000), fold.start());
  first.advance(100);
  const views = Array.from({ length: 8 }, () => new View(fold, first.state.checkpoint(), first.place));
  const random = new Random(5);
  for (let step = 0; step < 200; step++) {
    const view = random.pick(views);
    view.advance(Math.min(view.event + random.below(12), fold.lastEvent));
    assertEquals(view.state.digest.toHex(), digests[view.event]);
  }
  assertEquals(first.state.digest.toHex(), digests[100]);
});

Deno.test("a view goes forward only, and not beyond the log", () => {
  const { log } = recordRun(5, 100);
  const fold = new LogFold(log, system);
  const view = new View(fold, fold.emptyState(2000), fold.start());
  view.advance(50);
  view.advance(50);
  assertThrows(() => view.advance(49), TimelineError, "A view at event 50 goes forward to event");
  assertThrows(() => view.advance(1000), TimelineError, "not to 1000");
});
