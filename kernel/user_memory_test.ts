/** Tests of loads and stores of user code: given(user memory).when(accessed).then(bytes, how far it got, the signal). */
import { assertEquals } from "@std/assert";
import { addressOf } from "./address.ts";
import { CANONICAL_END } from "./mmu.ts";
import { FIRST_PID, givenProcess, type MachineFixture } from "./testing/machine_fixture.ts";
import { fillMemory, loadBytes, loadWord, nonCanonicalSignal, storeBytes, storeWord } from "./user_memory.ts";

const EDGE = addressOf(101);

/** Pages 100 and 101; nothing behind them. */
function givenPages(): MachineFixture {
  const given = givenProcess();
  given.map(100, 2);
  return given;
}

function load(given: MachineFixture, address: number, lengthBytes: number): number[] {
  const target = new Uint8Array(lengthBytes);
  loadBytes(given.machine, FIRST_PID, address, target);
  return [...target];
}

Deno.test("bytes are stored and loaded over a page boundary", () => {
  const given = givenPages();
  const bytes = Uint8Array.of(1, 2, 3, 4);
  assertEquals(storeBytes(given.machine, FIRST_PID, EDGE - 2, bytes), { done: 4 });
  assertEquals([load(given, EDGE - 3, 6), given.faults()], [[0, 1, 2, 3, 4, 0], [2, 0]]);
});

Deno.test("bytes before a signal are stored; the signal has the address of the first that was not", () => {
  const given = givenPages();
  const end = addressOf(102);
  const { done, signal } = storeBytes(given.machine, FIRST_PID, end - 2, Uint8Array.of(1, 2, 3));
  assertEquals([done, signal], [2, { signal: "SIGSEGV", code: "SEGV_MAPERR", address: end }]);
  assertEquals(load(given, end - 2, 2), [1, 2]);
});

Deno.test("a fill stores the low byte of its value", () => {
  const given = givenPages();
  assertEquals(fillMemory(given.machine, FIRST_PID, EDGE - 1, 2, 0x177), { done: 2 });
  assertEquals(load(given, EDGE - 2, 4), [0, 0x77, 0x77, 0]);
});

Deno.test("unknown bytes load as 0, and the load says so", () => {
  const given = givenProcess();
  given.map(100, 1, { fd: given.openFile({ pageCount: 1, unknownStorage: true }) });
  const target = new Uint8Array(2).fill(9);
  const { known, done } = loadBytes(given.machine, FIRST_PID, addressOf(100), target);
  assertEquals([known, done, [...target]], [false, 2, [0, 0]]);
});

Deno.test("a word that crosses into a page that cannot be written stores nothing", () => {
  const given = givenPages();
  const { done, signal } = storeWord(given.machine, FIRST_PID, addressOf(102) - 2, Uint8Array.of(1, 2, 3, 4));
  assertEquals([done, signal?.address], [0, addressOf(102)]);
  assertEquals(load(given, addressOf(102) - 2, 2), [0, 0]);
  assertEquals(storeWord(given.machine, FIRST_PID, EDGE - 2, Uint8Array.of(1, 2, 3, 4)), { done: 4 });
});

Deno.test("a word that reaches into the hole between the canonical halves is a protection fault", () => {
  assertEquals(nonCanonicalSignal(CANONICAL_END - 4, 4), undefined);
  assertEquals(nonCanonicalSignal(CANONICAL_END - 4, 8), {
    signal: "SIGSEGV",
    code: "SI_KERNEL",
    address: 0,
  });
  assertEquals(nonCanonicalSignal(-8, 8), undefined);
  const { machine } = givenPages();
  assertEquals(loadWord(machine, FIRST_PID, CANONICAL_END - 4, new Uint8Array(8)).signal?.code, "SI_KERNEL");
  assertEquals(storeWord(machine, FIRST_PID, CANONICAL_END - 4, new Uint8Array(8)).signal?.code, "SI_KERNEL");
});

Deno.test("a word is loaded like bytes", () => {
  const given = givenPages();
  storeBytes(given.machine, FIRST_PID, EDGE, Uint8Array.of(5, 6));
  const target = new Uint8Array(2);
  assertEquals([loadWord(given.machine, FIRST_PID, EDGE, target), [...target]], [{ done: 2, known: true }, [
    5,
    6,
  ]]);
});
