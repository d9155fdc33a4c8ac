/** Tests of traces: what is kept is given again, and anything else is refused. */
import { assertEquals, assertThrows } from "@std/assert";
import { RunStopped } from "./stops.ts";
import { mixBytes, mixNumber, mixText, operationNumber, SIGNAL_BETWEEN, Trace } from "./trace.ts";

const LOAD = operationNumber("load32");
const CALL = operationNumber("mmap");

Deno.test("a copy gives the same results to the same steps, and then is at the fork", () => {
  const trace = new Trace();
  for (let step = 0; step < 20_000; step++) trace.keep(LOAD, step * 4, step, step * 3);
  const copy = trace.copy();
  trace.keep(CALL, 0, 0, 99);
  assertEquals([trace.isRetracing, copy.isRetracing], [false, true]);
  for (let step = 0; step < 20_000; step++) assertEquals(copy.take(LOAD, step * 4, step), step * 3);
  assertEquals([copy.isAtFork, copy.nextOperation], [true, -1]);
  copy.goLive();
  copy.keep(CALL, 1, 1, 1);
  const grandchild = copy.copy();
  for (let step = 0; step < 20_000; step++) grandchild.take(LOAD, step * 4, step);
  assertEquals([grandchild.take(CALL, 1, 1), grandchild.isAtFork], [1, true]);
});

Deno.test("bytes and signals are given again as they were", () => {
  const trace = new Trace();
  const bytes = Uint8Array.of(1, 2, 3);
  trace.keepBytes(LOAD, 8, 3, bytes);
  bytes[0] = 9;
  trace.keep(SIGNAL_BETWEEN, 10, 1, 0x5000);
  const copy = trace.copy();
  assertEquals(copy.takeBytes(LOAD, 8, 3), Uint8Array.of(1, 2, 3));
  assertEquals(copy.nextOperation, SIGNAL_BETWEEN);
  assertEquals(copy.takeSignal(), { number: 10, code: 1, address: 0x5000 });
});

Deno.test("another step than the parent's is refused with both", () => {
  const trace = new Trace();
  trace.keep(LOAD, 0x7fff_0000_0000, 0, 1);
  const refused = (take: (copy: Trace) => unknown) => {
    const error = assertThrows(() => take(trace.copy()), RunStopped);
    assertEquals(error.reason, "retrace");
    return error.message;
  };
  assertEquals(
    refused((copy) => copy.take(CALL, 0, 0)).includes(
      "its step 1 is mmap(0) there, where the parent's is load32(0x7fff00000000)",
    ),
    true,
  );
  assertEquals(
    refused((copy) => copy.take(LOAD, 0x7fff_0000_0000, 5)).includes("the parent gave other arguments"),
    true,
  );
  const beyond = refused((copy) => {
    copy.take(LOAD, 0x7fff_0000_0000, 0);
    copy.take(CALL, 0, 0);
  });
  assertEquals(
    beyond.includes("its step 2 is mmap(0) there, where the parent forks"),
    true,
  );
});

Deno.test("mixes tell numbers, texts and bytes apart", () => {
  assertEquals(mixNumber(0, 2 ** 40) === mixNumber(0, 2 ** 41), false);
  assertEquals(mixNumber(0, -1) === mixNumber(0, 1), false);
  assertEquals(mixText(0, "ab") === mixText(0, "ba"), false);
  assertEquals(mixBytes(0, Uint8Array.of(0)) === mixBytes(0, Uint8Array.of(0, 0)), false);
});
