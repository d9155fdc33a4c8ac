/** Tests of what ends the running of user code. */
import { assertEquals } from "@std/assert";
import { ProcessEnded, ProcessReplaced, RunStopped } from "./stops.ts";

Deno.test("stops are told apart by their names and reasons", () => {
  const stopped = new RunStopped("limit", "too long", { cause: 5 });
  assertEquals([stopped.name, stopped.reason, stopped.message, stopped.cause], [
    "RunStopped",
    "limit",
    "too long",
    5,
  ]);
  assertEquals([new ProcessEnded().name, new ProcessReplaced().name], ["ProcessEnded", "ProcessReplaced"]);
});
