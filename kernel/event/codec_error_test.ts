/** Tests of CodecError. */
import { assert, assertEquals } from "@std/assert";
import { CodecError } from "./codec_error.ts";

Deno.test("a CodecError can be told from other errors by class and by name", () => {
  const error = new CodecError("Cannot decode the log: event kind 77 is unknown (at byte 0).");
  assert(error instanceof CodecError && error instanceof Error);
  assertEquals(`${error}`, "CodecError: Cannot decode the log: event kind 77 is unknown (at byte 0).");
});
