/** A log kept in memory. */
import { assert, assertEquals } from "@std/assert";
import { openLog } from "@palimpsest/kernel";
import { LogBytes } from "./log_bytes.ts";
import { MIX_CONFIG, mixSystem } from "./mix_world.ts";

Deno.test("the bytes that are kept are a closed log", () => {
  const log = new LogBytes(MIX_CONFIG);
  mixSystem().boot(MIX_CONFIG, log.writer);
  const opened = openLog(log.close());
  assert(opened.closed);
  assertEquals(opened.eventCount, 1);
  assertEquals(JSON.parse(new TextDecoder().decode(opened.config)), MIX_CONFIG);
});
