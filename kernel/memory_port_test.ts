/** Tests of the quick way to a process's memory: it does what the slow one does. */
import { assertEquals } from "@std/assert";
import { PAGE_SIZE } from "./address.ts";
import { MemoryPort, NO_WORD } from "./memory_port.ts";
import { peekBytes } from "./peek_memory.ts";
import { FIRST_PID, givenProcess, type MachineFixture, range } from "./testing/machine_fixture.ts";
import { Random } from "./testing/random.ts";
import { storeBytes } from "./user_memory.ts";

const PAGE = 200;
const START = PAGE * PAGE_SIZE;

function givenPort(pageCount: number): { fixture: MachineFixture; port: MemoryPort } {
  const fixture = givenProcess();
  fixture.map(PAGE, pageCount);
  return { fixture, port: new MemoryPort(fixture.machine, FIRST_PID) };
}

Deno.test("words and bytes come back as they were stored, across pages and at odd addresses too", () => {
  const { port } = givenPort(3);
  assertEquals(port.store32(START + 4094, 0x1234_5678), true);
  assertEquals(port.load32(START + 4094), 0x1234_5678);
  assertEquals(port.store32(START + 5, 0xfedc_ba98), true);
  assertEquals([port.load32(START + 5), port.load8(START + 5), port.load8(START + 8)], [
    0xfedc_ba98,
    0x98,
    0xfe,
  ]);
  assertEquals(port.store8(START + 6, 0x11), true);
  assertEquals(port.load32(START + 4), 0xdc_1198_00);
});

Deno.test("an access that fails says what it met, and a word across pages is stored whole or not at all", () => {
  const { fixture, port } = givenPort(1);
  assertEquals(port.store32(START + 4094, -1), false);
  assertEquals(port.signal?.code, "SEGV_MAPERR");
  assertEquals(port.load32(START + 4092), 0);
  assertEquals(port.load32(START + 4096), NO_WORD);
  assertEquals(port.storeBytes(START + 4090, new Uint8Array(10).fill(7)), 6);
  fixture.call("mprotect", { ...range(PAGE, 1), prot: 0 });
  assertEquals(port.load8(START), NO_WORD);
  assertEquals(port.signal?.code, "SEGV_ACCERR");
});

Deno.test("what was translated is forgotten when it may be something else", () => {
  const { fixture, port } = givenPort(2);
  port.store32(START, 1);
  fixture.call("munmap", range(PAGE, 1));
  assertEquals(port.store32(START, 2), false);
  fixture.map(PAGE, 1);
  assertEquals(port.load32(START), 0);
  port.store32(START + PAGE_SIZE, 3);
  const child = fixture.fork();
  const other = new MemoryPort(fixture.machine, child);
  assertEquals(other.load32(START + PAGE_SIZE), 3);
  other.store32(START + PAGE_SIZE, 4);
  assertEquals([port.load32(START + PAGE_SIZE), other.load32(START + PAGE_SIZE)], [3, 4]);
});

Deno.test("two processes see each other's stores in shared memory at once", () => {
  const fixture = givenProcess();
  fixture.map(PAGE, 1, { flags: 0x21 });
  const port = new MemoryPort(fixture.machine, FIRST_PID);
  port.store32(START, 1);
  const other = new MemoryPort(fixture.machine, fixture.fork());
  for (let turn = 0; turn < 20; turn++) {
    port.store32(START + 64 * turn, turn);
    assertEquals(other.load32(START + 64 * turn), turn);
    other.store32(START + 64 * turn + 4, turn + 100);
    assertEquals(port.load32(START + 64 * turn + 4), turn + 100);
  }
});

Deno.test("a store after a checkpoint does not reach into it", () => {
  const { fixture, port } = givenPort(1);
  const { machine } = fixture;
  port.fill(START, PAGE_SIZE, 5);
  port.store32(START + 8, 1);
  machine.endStores();
  const before = machine.state.digest.toHex();
  const past = machine.state.checkpoint();
  port.store32(START + 8, 2);
  machine.endStores();
  const word = new Uint8Array(4);
  peekBytes(past, FIRST_PID, START + 8, word);
  assertEquals([word[0], past.digest.toHex() === before], [1, true]);
  assertEquals(machine.state.digest.toHex() === before, false);
});

Deno.test("random stores give the bytes, the faults and the digest that plain ones give, live and replayed", () => {
  const { fixture, port } = givenPort(4);
  const plain = givenProcess();
  plain.map(PAGE, 4);
  const random = new Random(11);
  const bytes = new Uint8Array(4 * PAGE_SIZE);
  for (let step = 0; step < 400; step++) {
    const lengthBytes = random.pick([1, 4, 4, 4, 8, 30, 300, 5000]);
    const offset = random.below(bytes.length - lengthBytes);
    const source = Uint8Array.from({ length: lengthBytes }, () => random.below(256));
    if (random.chance(1, 10)) source.fill(source[0]);
    bytes.set(source, offset);
    if (lengthBytes === 4) port.store32(START + offset, new DataView(source.buffer).getUint32(0, true));
    else if (source.every((byte) => byte === source[0])) port.fill(START + offset, lengthBytes, source[0]);
    else port.storeBytes(START + offset, source);
    storeBytes(plain.machine, FIRST_PID, START + offset, source);
    if (random.chance(1, 8)) fixture.machine.endStores();
    if (random.chance(1, 20)) fixture.machine.state.checkpoint();
  }
  fixture.machine.endStores();
  plain.machine.endStores();
  const seen = new Uint8Array(bytes.length);
  port.loadBytes(START, seen);
  assertEquals(seen, bytes);
  assertEquals(fixture.faults(), plain.faults());
  assertEquals(fixture.machine.state.digest.toHex(), plain.machine.state.digest.toHex());
});
