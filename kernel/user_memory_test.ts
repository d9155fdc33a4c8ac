/** Tests of loads, stores, fills and copies page by page. */
import { assertEquals } from "@std/assert";
import { PAGE_SIZE } from "./address.ts";
import { FIRST_PID, givenProcess, range } from "./testing/machine_fixture.ts";
import { copyMemory, fillMemory, loadBytes, loadWord, storeBytes, storeWord } from "./user_memory.ts";

const PAGE = 200;
const START = PAGE * PAGE_SIZE;

function givenBytes(count: number) {
  const fixture = givenProcess();
  fixture.map(PAGE, 4);
  const bytes = Uint8Array.from({ length: count }, (_, index) => index * 7);
  storeBytes(fixture.machine, FIRST_PID, START, bytes);
  const read = (offset: number, lengthBytes: number) => {
    const target = new Uint8Array(lengthBytes);
    loadBytes(fixture.machine, FIRST_PID, START + offset, target);
    return target;
  };
  return { fixture, machine: fixture.machine, bytes, read };
}

Deno.test("copyMemory() copies as memmove does, however the ranges overlap", () => {
  for (
    const [to, from, count] of [[9000, 0, 6000], [100, 0, 6000], [0, 100, 6000], [5, 0, 300], [4096, 0, 4096]]
  ) {
    const { machine, bytes, read } = givenBytes(8000);
    const expected = new Uint8Array(16000);
    expected.set(bytes);
    expected.copyWithin(to, from, from + count);
    assertEquals(copyMemory(machine, FIRST_PID, START + to, START + from, count), { done: count });
    assertEquals(read(0, 16000), expected);
  }
});

Deno.test("copyMemory() says how far it came when it meets a signal", () => {
  const { fixture, machine } = givenBytes(8000);
  fixture.call("munmap", range(PAGE + 3, 1));
  const { done, signal } = copyMemory(machine, FIRST_PID, START + 8192, START, 6000);
  assertEquals([done, signal?.code], [4096, "SEGV_MAPERR"]);
});

Deno.test("fillMemory() stores one value, up to where it may", () => {
  const { machine, read } = givenBytes(100);
  assertEquals(fillMemory(machine, FIRST_PID, START + 4090, 10, 0x1ff).done, 10);
  assertEquals([...read(4089, 12)], [0, ...new Array(10).fill(255), 0]);
  assertEquals(fillMemory(machine, FIRST_PID, START + 4 * PAGE_SIZE - 5, 10, 1).done, 5);
});

Deno.test("a word that reaches into a page that may not be written is not stored at all", () => {
  const { machine, read } = givenBytes(0);
  const edge = 4 * PAGE_SIZE - 2;
  assertEquals(storeWord(machine, FIRST_PID, START + edge, Uint8Array.of(1, 2, 3, 4)).done, 0);
  assertEquals([...read(edge, 2)], [0, 0]);
});

Deno.test("a word across the end of the canonical addresses is a general protection fault", () => {
  const { machine } = givenBytes(0);
  const { signal } = loadWord(machine, FIRST_PID, 2 ** 47 - 2, new Uint8Array(4));
  assertEquals(signal, { signal: "SIGSEGV", code: "SI_KERNEL", address: 0 });
});

Deno.test("copyMemory() keeps the page that it copies to in memory while it brings in the other one", () => {
  const fixture = givenProcess({
    frameCount: 3,
    swapSlotCount: 8,
    policy: "fifo",
    watermarks: { min: 0, low: 0, high: 0 },
  });
  const { machine } = fixture;
  fixture.map(PAGE, 4);
  for (let page = 0; page < 4; page++) {
    storeBytes(machine, FIRST_PID, START + page * PAGE_SIZE, Uint8Array.of(page + 1));
  }
  const expected = [1, 2, 3, 4];
  for (let step = 0; step < 64; step++) {
    const [to, from] = [step % 4, Math.floor(step / 4) % 4];
    const at = (page: number) => START + page * PAGE_SIZE;
    assertEquals(copyMemory(machine, FIRST_PID, at(to), at(from), PAGE_SIZE).done, PAGE_SIZE);
    expected[to] = expected[from];
    const target = new Uint8Array(1);
    loadBytes(machine, FIRST_PID, at(to), target);
    assertEquals(target[0], expected[to], `step ${step}`);
    storeBytes(machine, FIRST_PID, at(step % 3), Uint8Array.of(step));
    expected[step % 3] = step;
  }
});
