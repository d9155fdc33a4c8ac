/** Tests of the small recording that other tests build on. */
import { assertEquals } from "@std/assert";
import { openLog } from "@palimpsest/kernel";
import { mapsHash } from "../maps_hash.ts";
import {
  differencesOf,
  recordToBytes,
  runSmall,
  SMALL_MAPS_HASH,
  smallRecording,
} from "./small_recording.ts";

Deno.test("the small program runs without a difference, and is what its hash says", () => {
  const run = runSmall();
  assertEquals(differencesOf(run), []);
  const { state } = run.machine;
  assertEquals(mapsHash(state, state.spaceOf(1)), SMALL_MAPS_HASH);
});

Deno.test("a run into a log gives a closed log with all its events", () => {
  const { run, bytes } = recordToBytes(smallRecording());
  const log = openLog(bytes);
  assertEquals([log.closed, log.eventCount], [true, run.machine.state.eventCount]);
});
