/** Tests of packed states: what is opened is what was packed, and goes on as it would have. */
import { assert, assertEquals } from "@std/assert";
import { checkState } from "../check/check_state.ts";
import { LogFold, type Place } from "../timeline/log_fold.ts";
import { recordRun, system } from "../timeline/testing/recorded_run.ts";
import { PackedState } from "./packed_state.ts";
import type { State } from "./state.ts";
import { bytesSince } from "./state_bytes.ts";

const { log, digests } = recordRun(21, 2400);
const fold = new LogFold(log, system);

/** The state after an event, with its place. */
function stateAfter(event: number): { state: State; place: Place } {
  const state = fold.emptyState(2000);
  return { state, place: fold.fold(state, fold.start(), event) };
}

Deno.test("an opened state has the digest and the records that were packed, and folds on", () => {
  for (const event of [0, 1, 300, 1100, 2000]) {
    const { state, place } = stateAfter(event);
    const packed = PackedState.pack(state);
    for (let opening = 0; opening < 2; opening++) {
      const opened = packed.open();
      assertEquals(opened.digest.toHex(), digests[event]);
      checkState(opened);
      fold.fold(opened, place, event + 350);
      assertEquals(opened.digest.toHex(), digests[event + 350]);
      checkState(opened);
    }
  }
});

Deno.test("a state that goes on is not disturbed by the packing of its checkpoint", () => {
  const { state, place } = stateAfter(800);
  const packed = PackedState.pack(state);
  checkState(state);
  const later = fold.fold(state, place, 1500);
  assertEquals([state.digest.toHex(), packed.open().digest.toHex()], [digests[1500], digests[800]]);
  const second = PackedState.pack(state);
  fold.fold(state, later, 2300);
  checkState(state);
  checkState(second.open());
  assertEquals(state.digest.toHex(), digests[2300]);
});

Deno.test("packed, a state takes less, and what it shares with an older one is counted once", () => {
  const { state, place } = stateAfter(1500);
  const whole = bytesSince(state, undefined);
  const first = PackedState.pack(state);
  fold.fold(state, place, 1600);
  const second = PackedState.pack(state);
  assert(first.bytesSince(undefined) < whole, `${first.bytesSince(undefined)} of ${whole}`);
  assert(second.bytesSince(first) < second.bytesSince(undefined));
});
