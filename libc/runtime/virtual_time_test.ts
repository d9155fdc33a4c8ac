/** Tests of the model of virtual time. */
import { assertEquals } from "@std/assert";
import { FAULT_OUTCOME } from "@palimpsest/kernel";
import { COST_NANOSECONDS, eventNanoseconds, isCall } from "./virtual_time.ts";

Deno.test("calls, faults and signals take their time, everything else none", () => {
  const time = (header: Record<string, unknown>, outcome: Record<string, unknown> = {}) =>
    eventNanoseconds(header as never, outcome as never);
  assertEquals(time({ kind: "mmap", resumed: false }, { result: -12 }), COST_NANOSECONDS.call);
  assertEquals(time({ kind: "wait4", resumed: true }, { result: 5 }), 0);
  assertEquals(time({ kind: "fault" }, { result: FAULT_OUTCOME.minor }), COST_NANOSECONDS.minorFault);
  assertEquals(time({ kind: "fault" }, { result: FAULT_OUTCOME.major }), COST_NANOSECONDS.majorFault);
  assertEquals(time({ kind: "signal" }), COST_NANOSECONDS.signal);
  assertEquals([time({ kind: "store" }), time({ kind: "setup" })], [0, 0]);
});

Deno.test("a call is counted once, however often it was split", () => {
  const call = (resumed: boolean) => isCall({ kind: "read", resumed } as never, { result: 0 } as never);
  assertEquals([call(false), call(true)], [true, false]);
  assertEquals(isCall({ kind: "fault" } as never, { result: 0 } as never), false);
});
