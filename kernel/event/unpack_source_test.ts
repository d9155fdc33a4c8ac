/** Tests of reading patterns: what their registers do at the ends of their ranges, and what is refused. */
import { assertEquals, assertThrows } from "@std/assert";
import { CodecError } from "./codec_error.ts";
import { Decoder } from "./decoder.ts";
import { Encoder } from "./encoder.ts";
import { fault as generalFault, mapped, sampleCodec as codec } from "./testing/coded_samples.ts";
import type { SampleEvent } from "./testing/sample_schema.ts";

function refused(bytes: readonly number[], sentence: string): void {
  const decoder = new Decoder(codec);
  decoder.open(Uint8Array.from(bytes));
  const decodeAll = () => {
    while (decoder.nextEvent() !== undefined);
  };
  assertThrows(decodeAll, CodecError, sentence);
}

Deno.test("bits that no event has, and a pattern that is cut or unknown, are refused", () => {
  refused([192, 255], "pattern 192: pageFault: page is beyond what it can be");
  refused([193, 0, 0, 0], "the bytes end inside an event (at byte 1)");
  refused([255], "pattern 255 is unknown (at byte 0)");
  refused([195, 0, 0, 0, 7 << 4, 1, 1, 1, 1, 1, 1, 1], "zeros are left out wrongly");
  refused([195, 0, 0, 0, 2 << 4, 1, 0], "zeros are left out wrongly");
  refused([195, 0, 0, 0, 9 << 4], "zeros are left out wrongly");
  refused([195, 0, 0, 0, 2 << 4, 1], "bytes are announced");
});

/** A fault that is a pattern when all of it is expected. */
const fault = (page: number, frame: number) => ({ ...generalFault(page, mapped(page, 1, frame)), flags: 1 });

Deno.test("a small register stays where it is when it would come to 2^31, and a number there is refused", () => {
  const encoder = new Encoder(codec);
  const events = [2 ** 31 - 2, 2 ** 31 - 1, 2 ** 31 - 1].map((frame) => fault(0, frame)) as SampleEvent[];
  const encoded = events.map((event) => [...encoder.encode(event)]);
  assertEquals(encoded.map(([head]) => head), [1, 192, 192], "the greatest frame is expected, and again");
  const decoder = new Decoder(codec);
  decoder.open(Uint8Array.from(encoded.flat()));
  assertEquals(events.map(() => decoder.nextEvent()), events);
  const next = [193, 0, 0, 1 | 1 << 7, 0];
  refused([...encoded[0], ...next, ...next], "pattern 193: pagesMapped: frame is beyond what it can be");
});
