/** Tests of kill(2): errno by precedence; what a delivery does is tested with process/signal.ts. */
import { assertEquals } from "@std/assert";
import { PROCESS_ZOMBIE } from "../state/process.ts";
import { givenProcess } from "../testing/machine_fixture.ts";

Deno.test("kill() with an invalid signal is EINVAL, to no process ESRCH", () => {
  const given = givenProcess();
  assertEquals([65, -1].map((signal) => given.call("kill", { pid: 99, signal })), ["EINVAL", "EINVAL"]);
  assertEquals(given.call("kill", { pid: 99, signal: 15 }), "ESRCH");
});

Deno.test("signal 0 only asks", () => {
  const given = givenProcess();
  const child = given.fork();
  assertEquals(given.eventsOf(() => given.call("kill", { pid: child, signal: 0 })).length, 1);
});

Deno.test("a deadly signal is delivered by an event right after the call", () => {
  const given = givenProcess();
  const child = given.fork();
  const events = given.eventsOf(() => assertEquals(given.call("kill", { pid: child, signal: 15 }), 0));
  assertEquals(events.map(({ kind, process }) => [kind, process]), [["kill", 1], ["signal", child]]);
  const { state, status } = given.state.process(child);
  assertEquals([state, status], [PROCESS_ZOMBIE, 15]);
});

Deno.test("a zombie takes any signal, and nothing happens", () => {
  const given = givenProcess();
  const child = given.fork();
  given.as(child, () => given.call("exit", { status: 3 }));
  assertEquals(given.effectsOf(() => assertEquals(given.call("kill", { pid: child, signal: 9 }), 0)), []);
  assertEquals(given.state.process(child).status, 0x300);
});
