/** The check of damage must itself object to what should not open, and leave the log alone. */

import { assertEquals, assertThrows } from "@std/assert";
import { HEADER_FIXED_BYTES } from "../header.ts";
import { DamageCheck } from "./damage_check.ts";
import { SAMPLE_CONFIG, sampleLog } from "./sample_log.ts";

const description = { eventCount: 40, blockPayloadBytes: 100 };

Deno.test("a damage check leaves the log as it was", () => {
  const check = new DamageCheck(sampleLog(description));
  for (let at = 0; at < check.bytes.length; at += 7) check.checkChange(at, 0x55);
  assertEquals(check.bytes, sampleLog(description));
});

Deno.test("a damage check knows where blocks begin", () => {
  assertEquals(
    new DamageCheck(sampleLog(description)).blockOffset(0),
    HEADER_FIXED_BYTES + SAMPLE_CONFIG.length,
  );
});

Deno.test("a damage check refuses to start from a log that is damaged or not closed", () => {
  const unclosed = sampleLog({ ...description, closed: false });
  assertThrows(() => new DamageCheck(unclosed), Error, "the log to start from is damaged");
});

Deno.test("a damage check objects to damage that is none", () => {
  const check = new DamageCheck(sampleLog(description));
  assertThrows(() => check.checkChange(50, 0), Error, "mask 0 changes nothing");
  assertThrows(() => check.checkCut(check.bytes.length), Error, "nothing is cut");
  assertThrows(() => check.checkScrambled(check.bytes, "as it was"), Error, "the log is all there");
});

Deno.test("a damage check objects when a log with other blocks opens whole", () => {
  const check = new DamageCheck(sampleLog({ ...description, eventCount: 20 }));
  const other = sampleLog({ ...description, eventCount: 21 });
  assertThrows(() => check.checkScrambled(other, "another log"), Error, "closed all the same");
});
