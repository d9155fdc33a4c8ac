/** Test of the timeline's refusal. */
import { assertEquals } from "@std/assert";
import { TimelineError } from "./timeline_error.ts";

Deno.test("a TimelineError carries its sentence and its cause", () => {
  const cause = new Error("inner");
  const error = new TimelineError("Cannot replay event 7: inner", { cause });
  assertEquals([error.name, error.message, error.cause], [
    "TimelineError",
    "Cannot replay event 7: inner",
    cause,
  ]);
});
