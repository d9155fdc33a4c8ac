/** Damage everywhere: a damaged log opens to its last whole block before it, and says what is missing. */

import { assertEquals } from "@std/assert";
import { Random } from "../testing/random.ts";
import { openLog } from "./reader.ts";
import { DamageCheck } from "./testing/damage_check.ts";
import { sampleLog } from "./testing/sample_log.ts";

const small = { eventCount: 40, blockPayloadBytes: 100 };
const large = { eventCount: 100_000, blockPayloadBytes: 64 * 1024 };

/** The sentence about the small log, cut to `lengthBytes`. */
function sentenceOfCut(lengthBytes: number): string | undefined {
  return openLog(sampleLog(small).subarray(0, lengthBytes)).damage?.message;
}

/** The sentence about the small log, with a bit of byte `at` flipped. */
function sentenceOfChange(at: number): string | undefined {
  const bytes = sampleLog(small);
  bytes[at] ^= 4;
  return openLog(bytes).damage?.message;
}

Deno.test("a small log cut at any byte opens to its last whole block, or is refused", () => {
  const check = new DamageCheck(sampleLog(small));
  for (let lengthBytes = 0; lengthBytes < check.bytes.length; lengthBytes++) check.checkCut(lengthBytes);
});

Deno.test("a log cut at every byte of its last two blocks opens to its last whole block", () => {
  const check = new DamageCheck(sampleLog({ eventCount: 3000, blockPayloadBytes: 4096 }));
  const { blockCount } = openLog(check.bytes).blocks;
  for (let at = check.blockOffset(blockCount - 2); at < check.bytes.length; at++) check.checkCut(at);
});

Deno.test("a small log with any single bit flipped opens to the block before, and names the block", () => {
  const check = new DamageCheck(sampleLog(small));
  for (let bit = 0; bit < 8 * check.bytes.length; bit++) check.checkChange(bit >> 3, 1 << (bit & 7));
});

Deno.test("a large log with any of 500 random bytes changed opens to the block before, and names the block", () => {
  const check = new DamageCheck(sampleLog(large));
  const random = new Random(20);
  for (let change = 0; change < 500; change++) {
    check.checkChange(random.below(check.bytes.length), random.between(1, 255));
  }
});

Deno.test("a log with pieces overwritten, left out or put in opens to the block before the first of them", () => {
  const check = new DamageCheck(sampleLog({ eventCount: 1000, blockPayloadBytes: 500 }));
  const random = new Random(21);
  for (let round = 0; round < 500; round++) {
    const scrambled = Array.from(check.bytes);
    for (let damage = random.between(1, 3); damage > 0; damage--) {
      const left = random.below(2) * random.below(300);
      const put = Array.from({ length: random.between(1, 300) }, () => random.below(256));
      scrambled.splice(random.below(scrambled.length), left, ...put);
    }
    check.checkScrambled(Uint8Array.from(scrambled), `round ${round}`);
  }
});

Deno.test("a cut log says which events are missing", () => {
  const { blocks } = openLog(sampleLog(small));
  const offset = blocks.payloadOffset[1];
  assertEquals(
    sentenceOfCut(offset + 7),
    `The log is not closed: block 1 is cut at byte ${offset + 7} (7 of its 116 payload bytes are there). ` +
      "Its last whole event is 9; events 10 to 17 are missing.",
  );
  assertEquals(
    sentenceOfCut(offset - 2),
    `The log is not closed: block 1 is cut at byte ${offset - 2} (70 of its 72 header bytes are there). ` +
      "Its last whole event is 9.",
  );
  assertEquals(
    sentenceOfCut(blocks.payloadOffset[0] + 1)?.replace(/.*there\)\. /, ""),
    "It has no whole event; events 0 to 9 are missing.",
  );
});

Deno.test("a log cut in its trailer says that it has all its events", () => {
  const lengthBytes = sampleLog(small).length - 1;
  assertEquals(
    sentenceOfCut(lengthBytes),
    `The log is not closed: its trailer is cut at byte ${lengthBytes} (55 of its 56 bytes are there). ` +
      "Its last whole event is 39.",
  );
});

Deno.test("a changed log says where, and from which event on it cannot be trusted", () => {
  const { blocks } = openLog(sampleLog(small));
  const offset = blocks.payloadOffset[1];
  assertEquals(
    sentenceOfChange(offset + 7),
    `Block 1 is changed: its payload (bytes ${offset} to ${offset + 115}) does not match its CRC-32. ` +
      "Events from 10 on cannot be trusted.",
  );
  assertEquals(
    sentenceOfChange(offset - 1),
    `Block 1 is changed: its header (bytes ${offset - 72} to ${offset - 1}) does not match its CRC-32. ` +
      "Events from 10 on cannot be trusted.",
  );
});

Deno.test("a log with a changed trailer says that its events are whole", () => {
  const lengthBytes = sampleLog(small).length;
  assertEquals(
    sentenceOfChange(lengthBytes - 30),
    `The trailer is changed: bytes ${lengthBytes - 56} to ${lengthBytes - 1} do not match their CRC-32. ` +
      "Its last whole event is 39; that no more followed is not certain.",
  );
});

Deno.test("a log without a block says that it has no event", () => {
  const lengthBytes = sampleLog({ eventCount: 0, blockPayloadBytes: 100, closed: false }).length;
  assertEquals(
    sentenceOfCut(lengthBytes),
    "The log is not closed: it ends after its header, without an event. What happened later is not in it.",
  );
});
