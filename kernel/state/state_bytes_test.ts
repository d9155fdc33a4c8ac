/** Tests of what states are said to take. */
import { assert, assertEquals } from "@std/assert";
import { pagesFresh } from "../reduce/pages.ts";
import { spaceNew } from "../reduce/spaces.ts";
import { State } from "./state.ts";
import { bytesSince } from "./state_bytes.ts";

/** A state with one address space. */
function stateWithSpace(): State {
  const state = State.empty(4096);
  const layout = { topPage: 1000, startBreak: 0, endBreak: 0, startData: 0, endData: 0 };
  spaceNew(state, { kind: "spaceNew", space: 1, ...layout });
  return state;
}

function fault(state: State, page: number, count: number): void {
  pagesFresh(state, { kind: "pagesFresh", space: 1, page, count, frame: page, anonVma: 1, indexShift: 0 });
}

Deno.test("a checkpoint costs what was made since the one before", () => {
  const state = stateWithSpace();
  fault(state, 1, 1000);
  const first = state.checkpoint();
  const idle = state.checkpoint();
  fault(state, 1001, 1);
  const second = state.checkpoint();
  fault(state, 1002, 1000);
  const third = state.checkpoint();
  const [all, none, one, many] = [
    bytesSince(first, undefined),
    bytesSince(idle, first),
    bytesSince(second, idle),
    bytesSince(third, second),
  ];
  assert(all > 1000 * 36 && all < 1000 * 60, `${all} bytes`);
  assert(none < one && one < none + 4000, `${none} and ${one} bytes`);
  assert(many > 1000 * 36 && many < 1000 * 60, `${many} bytes`);
});

Deno.test("what two states share is counted once", () => {
  const state = stateWithSpace();
  fault(state, 1, 2000);
  const first = state.checkpoint();
  fault(state, 2001, 100);
  const second = state.checkpoint();
  const sum = bytesSince(first, undefined) + bytesSince(second, first);
  const whole = bytesSince(second, undefined);
  assert(whole < sum && sum < 1.1 * whole, `${sum} and ${whole} bytes`);
  assertEquals(second.frameMap.usedCount, 2101);
});
