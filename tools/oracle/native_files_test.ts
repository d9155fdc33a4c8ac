/** Tests of asking the real kernel about files: where it cannot be asked, that is one sentence. */
import { assertEquals } from "@std/assert";
import { NativeFailure, NativeUnavailable } from "./native.ts";
import { NativeFiles, openNativeFiles } from "./native_files.ts";

Deno.test("a program that does not answer every operation is a failure", async () => {
  const run = await Deno.permissions.query({ name: "run", command: "/bin/true" });
  if (run.state !== "granted") return;
  const message = await new NativeFiles("/bin/true", "").answer(["umask 0"]).catch((error) => {
    assertEquals(error instanceof NativeFailure, true);
    return error.message;
  });
  assertEquals(message, "The native program answered 0 of 1 operations.");
});

Deno.test("without permission to look at the machine nothing is compiled", async () => {
  const sys = await Deno.permissions.query({ name: "sys", kind: "uid" });
  if (sys.state === "granted") return;
  const error = await openNativeFiles().catch((error) => error);
  assertEquals(error instanceof NativeUnavailable || error instanceof Deno.errors.NotCapable, true);
});
