/** Tests of the calls that wait for time or a signal. */
import { assertEquals } from "@std/assert";
import { EINTR } from "../errno.ts";
import { PROCESS_RUNNING, PROCESS_WAITING } from "../state/process.ts";
import { givenProcess } from "../testing/machine_fixture.ts";

Deno.test("nanosleep() waits until it is resumed; nothing to sleep, and a wrong time, return at once", () => {
  const fixture = givenProcess();
  assertEquals(fixture.call("nanosleep", { seconds: 1 }), "BLOCKED");
  assertEquals(fixture.state.process(1).state, PROCESS_WAITING);
  assertEquals(fixture.resume("nanosleep", { seconds: 1 }), 0);
  assertEquals(fixture.state.process(1).state, PROCESS_RUNNING);
  assertEquals(fixture.call("nanosleep"), 0);
  assertEquals(fixture.call("nanosleep", { seconds: -1 }), "EINVAL");
  assertEquals(fixture.call("nanosleep", { nanoseconds: 1_000_000_000 }), "EINVAL");
});

Deno.test("sched_yield() returns 0", () => {
  assertEquals(givenProcess().call("sched_yield"), 0);
});

Deno.test("pause() waits, however often it is woken; a signal's EINTR ends it", () => {
  const fixture = givenProcess();
  assertEquals(fixture.call("pause"), "BLOCKED");
  assertEquals(fixture.resume("pause"), "BLOCKED");
  const [event] = fixture.eventsOf(() => fixture.machine.abandonCall(1, "pause", -EINTR));
  assertEquals([event.kind, event.resumed, event.result], ["pause", true, -EINTR]);
  assertEquals(fixture.state.process(1).state, PROCESS_RUNNING);
});
