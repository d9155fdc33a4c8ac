/** Tests of sets of signals, actions, and what of them is in the digest. */
import { assertEquals } from "@std/assert";
import {
  actionOf,
  DEFAULT_ACTION,
  hasSignal,
  nextPending,
  NO_SIGNALS,
  signalBit,
  signalFields,
} from "./signal_state.ts";

Deno.test("a set of signals is a number with bit n - 1 for signal n", () => {
  assertEquals([signalBit(1), signalBit(11), signalBit(31)], [1, 0x400, 0x40000000]);
  assertEquals([signalBit(0), signalBit(32), signalBit(64)], [0, 0, 0]);
  assertEquals([hasSignal(0x401, 1), hasSignal(0x401, 11), hasSignal(0x401, 2)], [true, true, false]);
});

Deno.test("the lowest pending signal that is not blocked is next", () => {
  const pending = signalBit(10) + signalBit(15) + signalBit(31);
  assertEquals(nextPending({ ...NO_SIGNALS, pending }), 10);
  assertEquals(nextPending({ ...NO_SIGNALS, pending, blocked: signalBit(10) + signalBit(15) }), 31);
  assertEquals(nextPending({ ...NO_SIGNALS, pending, blocked: pending }), 0);
  assertEquals(nextPending(NO_SIGNALS), 0);
});

Deno.test("signals that nothing was set for have the default action and are in no digest", () => {
  assertEquals(actionOf(NO_SIGNALS, 15), DEFAULT_ACTION);
  assertEquals(signalFields(NO_SIGNALS), undefined);
  const actions = new Map([[15, { handler: 0x1000, flags: 4, mask: 2 }], [2, {
    handler: 1,
    flags: 0,
    mask: 0,
  }]]);
  assertEquals(signalFields({ actions, blocked: 8, pending: 0 }), [8, 0, 2, 1, 0, 0, 15, 0x1000, 4, 2]);
});
