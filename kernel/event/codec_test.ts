/** Tests of encoding and decoding events: round trips, registers, corrupt bytes, cost in bytes. */
import { assert, assertEquals } from "@std/assert";
import { Random } from "../testing/random.ts";
import { CodecError } from "./codec_error.ts";
import { decoded, EIGHT_FLAGS, encoded, fault, mapped } from "./testing/coded_samples.ts";
import { randomEvent, type SampleEvent, samplePageFaults } from "./testing/sample_schema.ts";

Deno.test("random events of every kind, extremes included, come back equal", () => {
  const random = new Random(1);
  for (let round = 0; round < 200; round++) {
    const events = Array.from({ length: 1 + random.below(20) }, () => randomEvent(random));
    assertEquals(decoded(encoded(events)), events, `round ${round}`);
  }
});

Deno.test("an event is its head and present fields; its effects; and an end, with the outcome that says anything", () => {
  const read: SampleEvent = {
    kind: "read",
    process: 9,
    resumed: false,
    fd: -1,
    buffer: 0,
    count: 300,
    effects: [mapped(5, 2, 0), { kind: "nothing" }, { kind: "eightFlags", ...EIGHT_FLAGS }],
    unfinished: false,
    result: 64,
  };
  assertEquals([...encoded([read])], [
    ...[2, 0b10101, 18, 1, 0xac, 2], // read: process (+9), fd (-1), count (300)
    ...[129, 1, 0b110, 2, 10], // pagesMapped: count, which page advances by, comes first; then page (+5)
    ...[132, 1], // nothing has no presence byte
    ...[131, 1, 0b10000001], // eightFlags: a and h
    ...[1, 0b10, 0x80, 1], // the end, and the outcome's result
  ]);
  assertEquals([...encoded([{ kind: "idle", effects: [] }])], [4, 0]);
  assertEquals([...encoded([{ ...read, effects: [], result: 0 }])].at(-1), 0, "an outcome that says nothing");
});

Deno.test("a shape that occurs often is one byte for kind and presence, and may say that it is the last effect", () => {
  assertEquals([...encoded([fault(5, mapped(5, 1, 700))])], [1, 0b10, 10, 43, 0xf8, 10]);
  assertEquals([...encoded([fault(5, mapped(5, 1, 7), mapped(6, 1, 8))])], [1, 0b10, 10, 42, 14, 41]);
  assertEquals(
    [...encoded([fault(5, mapped(9, 1, 7))])],
    [1, 0b10, 10, 129, 1, 0b1010, 8, 14, 0],
    "no shape",
  );
});

Deno.test("a register carries over from field to field and event to event, moved on by advance", () => {
  const events = [fault(40, mapped(40, 3, 7)), fault(43, mapped(43, 1, 10))];
  const [first, second] = events.map((_, index) => encoded(events.slice(0, index + 1)).length);
  assertEquals(
    first,
    3 + 5 + 1,
    "an id, presence and the header's page; an id, presence, count, frame; the end",
  );
  assertEquals(second - first, 1 + 4, "all predicted: a pattern");
  assertEquals(decoded(encoded(events)), events);
});

Deno.test("a register keeps its value past -1, and past a sum beyond 2^53-1 or, when it is small, 2^31-1", () => {
  const events = [
    fault(40, mapped(-1, 3, 2 ** 31 - 1)),
    fault(40, mapped(2 ** 53 - 1, 2 ** 53 - 1, 0)),
    fault(40, mapped(40, 1, 2 ** 31 - 1)),
    fault(40, mapped(40, 1, 2 ** 31 - 1)),
    fault(40, mapped(40, 2 ** 31 - 1, 5)),
    fault(40),
  ];
  assertEquals(decoded(encoded(events)), events);
  const alone = encoded([fault(40, mapped(-1, 1, 0))]).length;
  assertEquals(
    encoded([fault(40, mapped(-1, 1, 0)), fault(40)]).length - alone,
    3,
    "page 40 is still predicted: an id, presence, the end",
  );
});

Deno.test("every change of one byte, and every cut, gives events or a CodecError and comes to an end", () => {
  const random = new Random(4);
  const payload = encoded([
    fault(40, mapped(40, 3, 7)),
    ...Array.from({ length: 6 }, () => randomEvent(random)),
  ]);
  const tryToDecode = (bytes: Uint8Array) => {
    try {
      decoded(bytes);
    } catch (error) {
      assert(error instanceof CodecError, `${error}`);
    }
  };
  for (let at = 0; at < payload.length; at++) {
    const original = payload[at];
    for (let value = 0; value < 256; value++) {
      payload[at] = value;
      tryToDecode(payload);
    }
    payload[at] = original;
    tryToDecode(payload.subarray(0, at));
  }
});

Deno.test("a page fault takes seven bytes at most on the average", () => {
  const faults = samplePageFaults(new Random(5), 10_000);
  const byteCount = encoded(faults).length;
  assert(byteCount <= 7 * faults.length, `${byteCount / faults.length} bytes an event`);
});
