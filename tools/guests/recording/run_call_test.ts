/** Tests of which calls are executed, given, or neither. */
import { assertEquals } from "@std/assert";
import { differencesOf, FIRST_LINE, runSmall } from "./testing/small_recording.ts";

const call = (name: string, a: string[], ret: number | string = 0) => ({ e: "sys", name, a, ret });

Deno.test("a given call takes its recorded result, whatever it is", () => {
  const run = runSmall(call("uname", ["0x7fffffffe000"], 12345));
  assertEquals(differencesOf(run), []);
  assertEquals(run.checks.given, { uname: 1 });
});

Deno.test("a call that no table names is a difference, and the run goes on", () => {
  const run = runSmall(call("no_such_call", ["0x1"]), call("brk", ["0x0"], "0x555555556000"));
  assertEquals(differencesOf(run), [
    [FIRST_LINE, "a call that is executed or given", "a call without a rule"],
  ]);
  assertEquals(run.checks.checked.addresses, 1);
});

Deno.test("an exit does not end the process before its last maps record", () => {
  const run = runSmall(call("exit_group", ["0x3"]));
  assertEquals(run.machine.state.process(1).space !== 0, true);
});
