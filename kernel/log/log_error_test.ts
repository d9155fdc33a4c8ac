/** The error that refuses a log. */

import { assertEquals } from "@std/assert";
import { LogError } from "./log_error.ts";

Deno.test("a LogError prints under its own name", () => {
  assertEquals(String(new LogError("The log is empty.")), "LogError: The log is empty.");
});
