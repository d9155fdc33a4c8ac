/** Tests of loads and stores as user code makes them. */
import { assertEquals, assertThrows } from "@std/assert";
import { SignalError } from "./signal_error.ts";
import { heapProcess } from "../testing/heap_process.ts";

Deno.test("words are little-endian, and come back as they were stored", () => {
  const { space, base } = heapProcess({ heapPages: 4 });
  space.store64(base, 0x1234_5678_9abc);
  assertEquals(space.load64(base), 0x1234_5678_9abc);
  assertEquals(space.load8(base), 0xbc);
  assertEquals(space.load16(base), 0x9abc);
  assertEquals(space.load32(base), 0x5678_9abc);
  assertEquals(space.load64High(base), 0x1234);
  space.store8(base, 0x1ff);
  space.store16(base + 2, -1);
  space.store32(base + 4, -2);
  assertEquals([...space.loadBytes(base, 8)], [0xff, 0x9a, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff]);
});

Deno.test("a negative number is stored as two's complement", () => {
  const { space, base } = heapProcess({ heapPages: 1 });
  space.store64(base, -2);
  assertEquals([space.load64Low(base), space.load64High(base)], [0xffff_fffe, 0xffff_ffff]);
  assertThrows(() => space.load64(base), Error, "beyond 2^53");
});

Deno.test("a word that crosses pages is one word", () => {
  const { space, base } = heapProcess({ heapPages: 2 });
  space.store64(base + 4093, 0x0102_0304_0506);
  assertEquals(space.load64(base + 4093), 0x0102_0304_0506);
});

Deno.test("fill() and copy() go across pages, and copies may overlap", () => {
  const { space, base } = heapProcess({ heapPages: 8 });
  space.fill(base + 4000, 200, 7);
  assertEquals(space.load8(base + 4199), 7);
  const bytes = Uint8Array.from({ length: 10_000 }, (_, index) => index * 31);
  space.storeBytes(base, bytes);
  space.copy(base + 1000, base, bytes.length);
  assertEquals(space.loadBytes(base + 1000, bytes.length), bytes);
  space.copy(base + 500, base + 1000, bytes.length);
  assertEquals(space.loadBytes(base + 500, bytes.length), bytes);
});

Deno.test("an access outside every mapping throws a SignalError, unless a handler repairs it", () => {
  const { space, base } = heapProcess({ heapPages: 1 });
  const outside = base + 0x10_0000;
  assertThrows(() => space.store8(outside, 1), SignalError, "SIGSEGV (SEGV_MAPERR)");
  assertThrows(() => space.load32(outside), SignalError, "SEGV_MAPERR");
  assertThrows(() => space.fill(base + 4000, 5000, 1), SignalError, "SEGV_MAPERR");
  space.onSignal = () => space.call("brk", { address: outside + 4096 }) > 0;
  space.store8(outside, 1);
  assertEquals(space.load8(outside), 1);
});

Deno.test("a load that is only tried gives nothing where no memory is, and raises nothing", () => {
  const { machine, space, base } = heapProcess({ heapPages: 1 });
  space.store32(base, 7);
  space.onSignal = () => {
    throw new Error("raised");
  };
  const before = machine.state.eventCount;
  assertEquals([space.tryLoad32(base), space.tryLoad32(base + 0x10_0000)], [7, undefined]);
  assertEquals(machine.state.eventCount, before + 2, "the stores until then, and the fault");
});
