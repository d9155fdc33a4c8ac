/** Rows and lines, back as they went in. */
import { assert, assertEquals } from "@std/assert";
import { LogBytes } from "../log_bytes.ts";
import { runMix } from "../mix.ts";
import { MIX_CONFIG, mixSystem } from "../mix_world.ts";
import { peerEvents } from "./peer_event.ts";
import { eventLine, EventRows, jsonLines, parseLines } from "./rows.ts";

function sampleEvents() {
  const system = mixSystem();
  const log = new LogBytes(MIX_CONFIG);
  runMix(system, { eventCount: 1200, locality: "clustered" }, log.writer);
  return peerEvents(system, log.close());
}

Deno.test("rows and lines give back as many events as they were given", () => {
  const events = sampleEvents();
  const rows = new EventRows();
  rows.append(events);
  assertEquals(rows.readBack(), events.length);
  assert(rows.lengthBytes > events.length);
  rows.close();
  assertEquals(parseLines(jsonLines(events)), events.length);
});

Deno.test("a line of JSON holds the whole event", () => {
  const event = {
    kind: "store",
    process: 3,
    effects: [{ kind: "bytesWrite", bytes: new Uint8Array([7, 8]) }],
  };
  assertEquals(JSON.parse(eventLine(event)).effects[0].bytes, [7, 8]);
});
