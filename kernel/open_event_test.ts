/** Tests of the event that is open. */
import { assertEquals, assertThrows } from "@std/assert";
import { kernelPart, System } from "./compose.ts";
import { Decoder } from "./event/decoder.ts";
import { Encoder } from "./event/encoder.ts";
import { openLog, payloadOfBlock } from "./log/reader.ts";
import { LogWriter } from "./log/writer.ts";
import { OpenEvent } from "./open_event.ts";

const { codec } = new System([kernelPart]);

function givenLog() {
  const chunks: number[] = [];
  const log = new LogWriter((bytes) => chunks.push(...bytes));
  log.header(new TextEncoder().encode("{}"));
  const payload = () => {
    log.close();
    return payloadOfBlock(openLog(Uint8Array.from(chunks)), 0);
  };
  return { event: new OpenEvent(codec, log), payload };
}

Deno.test("events begun by their numbers are what they are by their records", () => {
  const { event, payload } = givenLog();
  event.beginFault(3, 0x10000, 8, 1);
  event.finishPlain();
  event.append();
  event.beginStore(3);
  event.finishPlain();
  event.append();
  event.begin({ kind: "setup", process: 4, what: "a test" });
  event.finish({});
  event.append();
  const encoder = new Encoder(codec);
  const bytes = [
    { kind: "fault", process: 3, page: 0x10000, offset: 8, access: 1, result: 0, effects: [] },
    { kind: "store", process: 3, effects: [] },
    { kind: "setup", process: 4, what: "a test", effects: [] },
  ].flatMap((each) => [...encoder.encode(each as never)]);
  assertEquals([...payload()], bytes);
});

Deno.test("an event that is not appended leaves nothing in the log", () => {
  const { event, payload } = givenLog();
  event.beginStore(1);
  event.finishPlain();
  event.append();
  const { length } = event.encoder.writer.view();
  event.encoder.writer.text("half an event");
  event.beginStore(2);
  assertEquals(event.encoder.start, length);
  event.finishPlain();
  event.append();
  const decoder = new Decoder(codec);
  decoder.open(payload());
  assertEquals([decoder.nextEvent(), decoder.nextEvent(), decoder.nextEvent()].map((each) => each?.process), [
    1,
    2,
    undefined,
  ]);
});

Deno.test("an event within another is our mistake", () => {
  const event = new OpenEvent(codec, undefined);
  event.beginFault(1, 2, 3, 0);
  assertEquals([event.header?.kind, event.kindId], ["fault", codec.eventByName.get("fault")!.id]);
  assertThrows(() => event.beginStore(1), Error, "event store begins within event fault");
});
