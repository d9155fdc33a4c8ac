/** Tests of reading a recording's file. */
import { assertEquals, assertRejects } from "@std/assert";
import { UserError } from "../../command_line/failure.ts";
import { RECORDING_NAMES, recordingPath } from "../../testing/recordings.ts";
import { decodeRecording, looksLikeRecording, readRecording } from "./read.ts";

const text = '{"e":"hdr","format":1,"program":"x","argv":[],"stack_top":"0x7ffffffff000","files":{}}\n';
const plain = new TextEncoder().encode(text);

Deno.test("every recording of the test data is read, and ends with the death of p0", async () => {
  for (const name of RECORDING_NAMES) {
    const { header, records } = await readRecording(recordingPath(name));
    assertEquals(header.program, name);
    assertEquals(records.at(-1)?.kind, "dead");
  }
});

Deno.test("a recording may be plain text", async () => {
  assertEquals((await decodeRecording(plain, "x")).header.program, "x");
  assertEquals([looksLikeRecording(plain), looksLikeRecording(new TextEncoder().encode("mmap"))], [
    true,
    false,
  ]);
});

Deno.test("gzip data that is cut anywhere is told, in one sentence", async () => {
  const whole = new Uint8Array(
    await new Response(new Blob([plain]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer(),
  );
  assertEquals((await decodeRecording(whole, "x")).records, []);
  for (let length = 2; length < whole.length; length++) {
    await assertRejects(
      () => decodeRecording(whole.slice(0, length), "x"),
      UserError,
      "x: The gzip data is cut off",
    );
  }
});

Deno.test("bytes that are no text and a file that is not there are mistakes", async () => {
  await assertRejects(() => decodeRecording(new Uint8Array([0xff, 0xfe]), "x"), UserError, "not UTF-8");
  await assertRejects(() => readRecording("nowhere.ndjson"), UserError, "There is no file 'nowhere.ndjson'.");
});
