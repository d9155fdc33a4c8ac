/** Tests of the list of recordings. */
import { assertEquals } from "@std/assert";
import { RECORDING_NAMES, recordingPath } from "./recordings.ts";

Deno.test("every recording that is named exists, and no other", async () => {
  const found: string[] = [];
  for await (const entry of Deno.readDir(new URL("../testdata/recordings/", import.meta.url))) {
    found.push(entry.name);
  }
  assertEquals(found.sort(), RECORDING_NAMES.map((name) => `${name}.ndjson.gz`).sort());
  assertEquals((await Deno.stat(recordingPath("true"))).isFile, true);
});
