/** Tests of the failures that are made on purpose. */
import { assertEquals } from "@std/assert";
import { CheckFailed, messageOf, UserError } from "./failure.ts";

Deno.test("UserError and CheckFailed carry their sentence and their cause", () => {
  const cause = new Error("no such file");
  for (const Failure of [UserError, CheckFailed]) {
    const failure = new Failure("There is no file 'a.plog'.", { cause });
    assertEquals([failure.name, failure.message, failure.cause], [
      Failure.name,
      "There is no file 'a.plog'.",
      cause,
    ]);
  }
});

Deno.test("messageOf() gives the text of whatever was thrown", () => {
  assertEquals(messageOf(new Error("a")), "a");
  assertEquals(messageOf("b"), "b");
  assertEquals(messageOf(undefined), "undefined");
});
