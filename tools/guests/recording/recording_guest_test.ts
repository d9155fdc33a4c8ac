/** Tests of recordings as guests. */
import { assertEquals } from "@std/assert";
import { boot } from "@palimpsest/fs";
import { guestOf, RECORDING_CONFIG, recordingGuest } from "./recording_guest.ts";
import { smallRecording } from "./testing/small_recording.ts";

Deno.test("a recording is told by its name or by how it begins", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  assertEquals(recordingGuest.recognizes("x.ndjson.gz", bytes("")), true);
  assertEquals(recordingGuest.recognizes("x", bytes('{"e":"hdr"')), true);
  assertEquals(recordingGuest.recognizes("x.mm", bytes("mmap len=0x1000")), false);
});

Deno.test("a guest reports checks in words, and that a recording ends early", () => {
  const guest = guestOf(smallRecording({ e: "sys", name: "close", a: ["0x9"], ret: 0 }));
  const report = guest.run(boot(guest.config), () => {});
  assertEquals(guest.title, "the recording of small");
  assertEquals(guest.config, RECORDING_CONFIG);
  assertEquals(report.checked["results of calls"], 1);
  assertEquals(report.differences.map(({ line, kind }) => [line, kind]), [[5, "results of calls"]]);
  assertEquals(report.notes, ["The recording ends before p0 did; it may be cut off."]);
});
