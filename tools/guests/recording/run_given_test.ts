/** Tests of given calls. */
import { assertEquals } from "@std/assert";
import { errnoOf } from "./run_given.ts";
import { runSmall } from "./testing/small_recording.ts";

Deno.test("a given call is an event with its recorded result and arguments", () => {
  const results: unknown[] = [];
  const run = runSmall();
  run.machine.observer = { event: (header, outcome) => results.push([header.kind, outcome.result]) };
  assertEquals(run.checks.given, {});
  assertEquals(results, []);
});

Deno.test("errnos are known by name; those that Linux keeps to itself, and those without a name, by number", () => {
  assertEquals(["ENOENT", "ERESTARTSYS", "ERESTARTNOHAND", "531", "EWHATEVER"].map(errnoOf), [
    2,
    512,
    514,
    531,
    22,
  ]);
});

Deno.test("a given call that returns a process returns its pid", () => {
  const run = runSmall({ e: "sys", name: "getpid", a: [], ret: "p0" }, {
    e: "sys",
    name: "getppid",
    a: [],
    ret: "outside",
  });
  assertEquals(run.checks.given, { getpid: 1, getppid: 1 });
});
