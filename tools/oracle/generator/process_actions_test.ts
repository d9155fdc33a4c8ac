/** Process trees grow, shrink and are waited for. */
import { assert } from "@std/assert";
import { assertOccur, draftOf, linesOf } from "./testing.ts";
import { dumpAll, execute, forkWithAdvice, growFamily, manageProcesses } from "./process_actions.ts";

Deno.test("processes fork, end in every way and are waited for", () => {
  const lines = linesOf(manageProcesses);
  assertOccur(lines, [
    "fork p2",
    "p1: fork",
    "exit 255",
    "kill p",
    "SIGTERM",
    "crash",
    "wait any",
    "wait p",
    "exec",
  ]);
});

Deno.test("families share a region over generations", () => {
  assertOccur(linesOf(growFamily), ["flags=private,anon", "flags=shared,anon", "p1: fork p2", "dump all"]);
});

Deno.test("advice about forking is given before a fork", () => {
  assertOccur(linesOf(forkWithAdvice), [
    "WIPEONFORK",
    "DONTFORK",
    "GUARD_INSTALL",
    "mlock",
    "fork p1",
    "p1: touch",
  ]);
});

Deno.test("exec forgets what was mapped", () => {
  const draft = draftOf(1);
  draft.addPages({ space: "A", page: 0 }, 1);
  execute(draft);
  dumpAll(draft);
  assert(!draft.isMapped({ space: "A", page: 0 }) && draft.lines.join() === "exec,dump all");
});
