/** Tests of recordings with mistakes. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { boot } from "@palimpsest/fs";
import { UserError } from "../../../command_line/failure.ts";
import { Random } from "../../../../kernel/testing/random.ts";
import { recordingPath } from "../../../testing/recordings.ts";
import { parseRecording } from "../parse.ts";
import { RECORDING_CONFIG } from "../recording_guest.ts";
import { runRecording } from "../recording_run.ts";
import { mutatedRecording } from "./mutated_recording.ts";

async function textOf(name: string): Promise<string> {
  const zipped = new Blob([await Deno.readFile(recordingPath(name))]);
  return await new Response(zipped.stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

Deno.test("a seed makes the same mistakes every time", async () => {
  const text = await textOf("true");
  assertEquals(mutatedRecording(text, new Random(1)), mutatedRecording(text, new Random(1)));
  assertNotEquals(mutatedRecording(text, new Random(1)), mutatedRecording(text, new Random(2)));
});

Deno.test("a recording with mistakes is refused in a sentence, or runs to its end", async () => {
  const texts = await Promise.all(["true", "save-array", "forkwait", "sh-pipes"].map(textOf));
  const random = new Random(20);
  for (let count = 0; count < 120; count++) {
    const text = mutatedRecording(random.pick(texts), random);
    try {
      runRecording(parseRecording(text, "mutated"), boot({ ...RECORDING_CONFIG, frameCount: 2 ** 16 }));
    } catch (error) {
      assert(error instanceof UserError, `mistake ${count}: ${error}`);
    }
  }
});
