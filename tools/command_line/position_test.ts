/** Tests of reading and resolving places on the timeline. */
import { assertEquals, assertExists, assertThrows } from "@std/assert";
import { UserError } from "./failure.ts";
import { parsePosition, resolvePosition } from "./position.ts";

function eventAt(text: string, lastEvent: number): number {
  const position = parsePosition(text);
  assertExists(position, text);
  return resolvePosition(position, lastEvent);
}

Deno.test("a number is the event of that number, boot and the last included", () => {
  assertEquals([eventAt("0", 99), eventAt("12", 99), eventAt("99", 99)], [0, 12, 99]);
});

Deno.test("a share is taken of the last event's number and rounded down", () => {
  assertEquals([eventAt("0%", 99), eventAt("40%", 99), eventAt("100%", 99)], [0, 39, 99]);
  assertEquals([eventAt("12.5%", 1000), eventAt("100%", 0)], [125, 0]);
});

Deno.test("a share that comes out whole is that event, for every percent", () => {
  for (let percent = 0; percent <= 100; percent++) {
    assertEquals(eventAt(`${percent}%`, 100), percent);
    assertEquals(eventAt(`${percent}%`, 10_000_000), percent * 100_000);
  }
});

Deno.test("last counts back from the last event", () => {
  assertEquals([eventAt("last", 99), eventAt("last-3", 99), eventAt("last-99", 99)], [99, 96, 0]);
});

Deno.test("what is no position is not read as one", () => {
  for (const text of ["", "x", "-1", "1.5", "101%", "%", "last+1", "last-", "0x10", "1e3", " 1", "LAST"]) {
    assertEquals(parsePosition(text), undefined, text);
  }
});

Deno.test("an event that the log does not have is the person's mistake", () => {
  assertThrows(() => eventAt("100", 99), UserError, "There is no event 100; the last event is 99.");
  assertThrows(() => eventAt("last-100", 99), UserError, "last-100");
});
