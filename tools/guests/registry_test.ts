/** Tests of finding the guest that a file is. */
import { assertEquals, assertRejects } from "@std/assert";
import { UserError } from "../command_line/failure.ts";
import { recordingPath } from "../testing/recordings.ts";
import { readGuest } from "./registry.ts";

Deno.test("a recording is found by its content", async () => {
  assertEquals((await readGuest(recordingPath("cat"))).title, "the recording of cat in.txt");
});

Deno.test("a file that is no guest, and one that is not there, are mistakes", async () => {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, "hello");
    await assertRejects(() => readGuest(path), UserError, "This is no guest; a guest is a");
  } finally {
    await Deno.remove(path);
  }
  await assertRejects(() => readGuest(path), UserError, "There is no file");
});
