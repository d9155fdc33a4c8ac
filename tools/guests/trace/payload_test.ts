/** Tests of what is written into blocks, and found again. */
import { assertEquals } from "@std/assert";
import { heapProcess } from "../../../libc/testing/heap_process.ts";
import { isHeadIntact, isPayloadIntact, markOf, touchPages, writePayload } from "./payload.ts";

const MARK = 0x1234_5678;
const PAGE_BYTES = 4096;

/** The places of a range whose bytes are not zero. */
function writtenIn(bytes: Uint8Array): number[] {
  return [...bytes.keys()].filter((index) => bytes[index] !== 0);
}

Deno.test("blocks have marks of their own, and none looks like memory that was never written (PL1, PL2)", () => {
  const marks = Array.from({ length: 10_000 }, (_, id) => markOf(id));
  assertEquals(new Set(marks).size, marks.length);
  assertEquals(
    marks.every((mark) => mark % 256 !== 0 && mark > 0 && mark < 2 ** 32 && Number.isInteger(mark)),
    true,
  );
});

Deno.test("blocks of every size are intact as they were written, and nothing beyond them is touched", () => {
  const { space, base } = heapProcess({ heapPages: 4 });
  for (const sizeBytes of [0, 1, 3, 4, 7, 8, 9, 15, 100, 5000]) {
    space.fill(base, 3 * PAGE_BYTES, 0xee);
    writePayload(space, base + 16, sizeBytes, MARK, 0);
    assertEquals(isPayloadIntact(space, base + 16, sizeBytes, MARK), true, `${sizeBytes} bytes`);
    assertEquals(isHeadIntact(space, base + 16, sizeBytes, MARK), true, `${sizeBytes} bytes`);
    assertEquals([...space.loadBytes(base + 12, 4)], [0xee, 0xee, 0xee, 0xee]);
    assertEquals([...space.loadBytes(base + 16 + sizeBytes, 4)], [0xee, 0xee, 0xee, 0xee]);
  }
});

Deno.test("a byte that somebody else wrote at either end is found", () => {
  const { space, base } = heapProcess({ heapPages: 4 });
  for (const [sizeBytes, place] of [[1, 0], [7, 6], [8, 0], [8, 7], [5000, 3], [5000, 4999]]) {
    writePayload(space, base, sizeBytes, MARK, 0);
    space.store8(base + place, 0);
    assertEquals(isPayloadIntact(space, base, sizeBytes, MARK), false, `byte ${place} of ${sizeBytes}`);
  }
  writePayload(space, base, 100, MARK, 0);
  assertEquals(isPayloadIntact(space, base, 100, markOf(7)), false);
});

Deno.test("the head of a block is its first word only", () => {
  const { space, base } = heapProcess({ heapPages: 1 });
  writePayload(space, base, 100, MARK, 0);
  space.store8(base + 99, 0);
  assertEquals(isHeadIntact(space, base, 100, MARK), true);
  space.store8(base + 3, 0);
  assertEquals([isHeadIntact(space, base, 100, MARK), isHeadIntact(space, base, 3, MARK)], [false, true]);
});

Deno.test("every page is written to; of a block that grew, only those behind what it had (PL3)", () => {
  const sizeBytes = 3 * PAGE_BYTES;
  const start = 100;
  const ends = [100, 101, 102, 103, ...[4, 3, 2, 1].map((left) => start + sizeBytes - left)];
  const written = (touched: number) => {
    const { space, base } = heapProcess({ heapPages: 4 });
    writePayload(space, base + start, sizeBytes, MARK, touched);
    return writtenIn(space.loadBytes(base, 4 * PAGE_BYTES)).filter((place) => !ends.includes(place));
  };
  assertEquals(written(0), [4096, 8192, 12288]);
  assertEquals(written(5000), [8192, 12288]);
  assertEquals(written(sizeBytes), []);
});

Deno.test("touching the pages of a block takes their faults, and changes no byte beyond it", () => {
  const { machine, space, base } = heapProcess({ heapPages: 4 });
  const faults = () => machine.state.process(space.pid).minorFaults;
  const before = faults();
  touchPages(space, base + 4000, PAGE_BYTES);
  assertEquals(faults() - before, 2);
  touchPages(space, base + 2 * PAGE_BYTES, 0);
  assertEquals(faults() - before, 2);
  assertEquals(space.isZero(base, 2 * PAGE_BYTES), true);
});
