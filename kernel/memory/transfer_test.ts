/** Tests of where bytes go to and come from: user memory, and buffers outside. */
import { assertEquals } from "@std/assert";
import { addressOf } from "../address.ts";
import { readByte } from "../state/content.ts";
import { givenProcess, type MachineFixture } from "../testing/machine_fixture.ts";
import type { Transaction } from "../transaction.ts";
import {
  fromFrame,
  fromValue,
  outsideSink,
  outsideSource,
  type Sink,
  type Source,
  userSink,
  userSource,
} from "./transfer.ts";

/** A machine with pages 100 (holding 1, 2, 3 at its end) and 101. */
function givenPages(): MachineFixture {
  const given = givenProcess();
  given.map(100, 3, { rights: "rw" });
  given.touchAll([100, 101], "w");
  given.setUp((tx) => {
    const bytes = new Uint8Array([1, 2, 3]);
    tx.emit({ kind: "bytesWrite", frame: given.frameAt(100), offset: 4093, bytes });
  });
  return given;
}

function bytesAt(given: MachineFixture, page: number, count: number): number[] {
  const content = given.state.content(given.frameAt(page));
  return Array.from({ length: count }, (_, offset) => readByte(content, offset));
}

function put(given: MachineFixture, source: (tx: Transaction) => Source, lengthBytes: number): number {
  return given.setUp((tx) => source(tx).copy(0, lengthBytes, given.frameAt(101), 0));
}

function take(given: MachineFixture, sink: (tx: Transaction) => Sink, lengthBytes: number): number {
  const frame = given.frameAt(100);
  return given.setUp((tx) => sink(tx)(0, lengthBytes, fromFrame(tx, frame, 4093)));
}

Deno.test("user memory is a source: its bytes are copied from frame to frame", () => {
  const given = givenPages();
  assertEquals(put(given, (tx) => userSource(tx, addressOf(101) - 3), 3), 3);
  assertEquals(bytesAt(given, 101, 4), [1, 2, 3, 0]);
});

Deno.test("a source of user memory ends where it cannot be read", () => {
  assertEquals(put(givenPages(), (tx) => userSource(tx, addressOf(100) - 3), 6), 0);
});

Deno.test("a buffer outside gives its bytes, or unknown ones when it has none", () => {
  const given = givenPages();
  put(given, (tx) => outsideSource(tx, new Uint8Array([9, 8])), 2);
  assertEquals(bytesAt(given, 101, 3), [9, 8, 0]);
  assertEquals(put(given, (tx) => outsideSource(tx, new Uint8Array(0)), 1), 1);
  assertEquals(bytesAt(given, 101, 3), [-1, 8, 0]);
});

Deno.test("user memory is a sink of a cached page's bytes, and of one value", () => {
  const given = givenPages();
  assertEquals(take(given, (tx) => userSink(tx, addressOf(101)), 3), 3);
  assertEquals(bytesAt(given, 101, 3), [1, 2, 3]);
  given.setUp((tx) => userSink(tx, addressOf(101))(1, 1, fromValue(tx, 0)));
  assertEquals(bytesAt(given, 101, 3), [1, 0, 3]);
});

Deno.test("a buffer outside takes everything and changes nothing", () => {
  const given = givenPages();
  assertEquals(given.effectsOf(() => assertEquals(take(given, () => outsideSink, 3), 3)), []);
});

Deno.test("a source of user memory copies as far as no fault is needed; prepare() takes the faults", () => {
  const given = givenPages();
  given.setUp((tx) => {
    const source = userSource(tx, addressOf(102) - 5);
    assertEquals(source.copy(0, 10, given.frameAt(100), 0), 5);
    assertEquals(source.prepare(5, 5), true);
    assertEquals(source.copy(5, 5, given.frameAt(100), 5), 5);
    assertEquals(userSource(tx, addressOf(103)).prepare(0, 1), false);
  });
  assertEquals(given.residency(102, 1), "z");
});
