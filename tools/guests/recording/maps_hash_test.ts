/** Tests of the hash of VMA lists. */
import { assertEquals } from "@std/assert";
import { RECORDING_NAMES, recordingPath } from "../../testing/recordings.ts";
import { hashOfText, mapsHashText } from "./maps_hash.ts";
import { readRecording } from "./read.ts";
import { runSmall } from "./testing/small_recording.ts";

Deno.test("the text has a line a mapping, in hexadecimal without zeros", () => {
  const { state } = runSmall().machine;
  assertEquals(mapsHashText(state, state.spaceOf(1)).split("\n"), [
    "555555554000-555555555000 r-xp 0 /bin/small",
    "555555555000-555555556000 rw-p 1000 /bin/small",
    "7ffffffde000-7ffffffff000 rw-p 0 [stack]",
    "",
  ]);
});

Deno.test("the hash is the recorder's: every maps record of the test data has it", async () => {
  for (const name of RECORDING_NAMES) {
    const { records } = await readRecording(recordingPath(name));
    for (const record of records) {
      if (record.kind !== "maps") continue;
      const text = record.vmas.map(({ start, end, permissions, pageOffset, name }) =>
        `${start.toString(16)}-${end.toString(16)} ${permissions} ${
          (pageOffset * 4096).toString(16)
        } ${name}\n`
      ).join("");
      assertEquals(hashOfText(text), record.mapsHash);
    }
  }
});
