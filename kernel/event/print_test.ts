/** Tests of printing events and effects. */
import { assertEquals, assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import { errnoMessage, errnoName } from "../errno.ts";
import { Random } from "../testing/random.ts";
import { flagFormatter, usualHints } from "./format.ts";
import { printEffect, type Printers, printEvent } from "./print.ts";
import { randomEvent, type SampleEvent, sampleSchema } from "./testing/sample_schema.ts";

const printers: Printers = {
  hints: { ...usualHints, access: flagFormatter([{ value: 1, name: "write" }]) },
  errnoName,
  errnoMessage,
};

const print = (event: SampleEvent) => printEvent(sampleSchema, event, printers);

const read = { kind: "read", process: 9, resumed: false, fd: 3, buffer: 0x5000, count: 10 } as const;
const resumed = { ...read, resumed: true, fd: 0, buffer: -1, count: 0 } as const;
const done = { effects: [], unfinished: false, result: 5 } as const;

Deno.test("a call is printed with the values of its arguments and its result", () => {
  assertEquals(print({ ...read, ...done }), "9  read(3, 0x5000, 10) = 5");
});

Deno.test("a negative result is printed as -1 and the errno", () => {
  assertEquals(
    print({ ...read, buffer: 0, ...done, result: -14 }),
    "9  read(3, NULL, 10) = -1 EFAULT (Bad address)",
  );
  assertEquals(print({ ...read, ...done, result: -4096 }), "9  read(3, 0x5000, 10) = -4096");
});

Deno.test("a call that is interrupted is printed in two halves, or more", () => {
  const unfinished = { effects: [], unfinished: true, result: 0 } as const;
  assertEquals(print({ ...read, ...unfinished }), "9  read(3, 0x5000, 10 <unfinished ...>");
  assertEquals(print({ ...resumed, ...unfinished }), "9  <... read resumed> buffer=none <unfinished ...>");
  assertEquals(print({ ...resumed, ...done }), "9  <... read resumed> buffer=none) = 5");
});

Deno.test("an event that is no call is printed with names, without what is at its default", () => {
  const fault = {
    kind: "pageFault",
    process: 9,
    page: 0x7f0000000,
    offset: 8,
    flags: 0,
    effects: [],
  } as const;
  assertEquals(print(fault), "9  pageFault(page=0x7f0000000000, offset=8)");
  assertEquals(print({ ...fault, flags: 3 }), "9  pageFault(page=0x7f0000000000, offset=8, flags=write|0x2)");
  assertEquals(print({ kind: "idle", effects: [] }), "idle()");
});

Deno.test("other fields of an outcome follow in braces", () => {
  const event: SampleEvent = {
    kind: "everything",
    content: Uint8Array.of(65, 0),
    effects: [],
    ...{ result: 7, done: true, name: "a\nb", found: [1, 2], copied: new Uint8Array(0), left: 1 },
  };
  assertEquals(print(event), 'everything(content="A\\0") = 7 {done, name="a\\nb", found=[1, 2]}');
});

Deno.test("effects are printed below their event when asked for, one a line", () => {
  const page = {
    kind: "pagesMapped",
    space: 1,
    page: 5,
    count: 2,
    frame: 77,
    anonVma: -1,
    flags: 1,
  } as const;
  const fault = { kind: "pageFault", process: 9, page: 5, offset: 0, flags: 0 } as const;
  const text = printEvent(sampleSchema, { ...fault, effects: [page, { kind: "nothing" }] }, printers, {
    effects: true,
  });
  assertEquals(text.split("\n"), [
    "9  pageFault(page=0x5000)",
    "    pagesMapped space=1 page=0x5000 count=2 pages frame=77 anonVma=none flags=write",
    "    nothing",
  ]);
  assertEquals(printEffect(sampleSchema, { kind: "nothing" }, printers), "nothing");
});

Deno.test("a near() field is left out when it is 0 and that says nothing", () => {
  const printed = (tilt: number) =>
    printEffect(sampleSchema, { kind: "placed", start: -1, offset: 0, tilt }, printers);
  assertEquals(printed(0), "placed start=none offset=0");
  assertEquals(printed(-1), "placed start=none offset=0 tilt=-1", "a signed one is never none");
});

Deno.test("long lists are cut", () => {
  const frames = Array.from({ length: 33 }, (_, index) => index);
  const effect = { ...sampleEverything(), frames };
  assertEquals(printEffect(sampleSchema, effect, printers).includes("30, 31, ...]"), true);
});

Deno.test("every random event can be printed", () => {
  const random = new Random(6);
  for (let round = 0; round < 200; round++) {
    const event = randomEvent(random);
    const lines = printEvent(sampleSchema, event, printers, { effects: true }).split("\n");
    assertEquals(lines.length, 1 + event.effects.length);
  }
});

Deno.test("a kind or a hint nobody declared is refused", () => {
  const idle = { kind: "idles", effects: [] };
  assertThrows(
    () => printEvent(sampleSchema, idle, printers),
    KernelAssertion,
    "event kind idles is in no table",
  );
  assertThrows(() => printEffect(sampleSchema, idle, printers), KernelAssertion, "effect kind idles");
  const without = { ...printers, hints: {} };
  const whole = { ...read, ...done };
  assertThrows(
    () => printEvent(sampleSchema, whole, without),
    KernelAssertion,
    'hint "address" has no formatter',
  );
});

function sampleEverything() {
  const numbers = { first: 0, second: 0, shift: 0, below: 0, frame: 0 };
  const lists = { frames: [], shifts: [], names: [], content: new Uint8Array(0) };
  return { kind: "everything", ...numbers, ...lists, writable: false, name: "", mode: "", locked: false };
}
