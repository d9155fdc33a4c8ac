/** Tests of looking at user memory without touching it. */
import { assertEquals } from "@std/assert";
import { PAGE_SIZE } from "./address.ts";
import { peekBytes } from "./peek_memory.ts";
import { FIRST_PID, givenProcess } from "./testing/machine_fixture.ts";
import { storeBytes } from "./user_memory.ts";

const PAGE = 200;

Deno.test("peekBytes() sees what was stored, and zeros where nothing was, without a fault", () => {
  const fixture = givenProcess();
  fixture.map(PAGE, 3);
  const { machine } = fixture;
  storeBytes(machine, FIRST_PID, PAGE * PAGE_SIZE + 4094, Uint8Array.of(1, 2, 3));
  machine.endStores();
  const { eventCount } = machine.state;
  const bytes = new Uint8Array(8).fill(9);
  assertEquals(peekBytes(machine.state, FIRST_PID, PAGE * PAGE_SIZE + 4092, bytes), 8);
  assertEquals([...bytes], [0, 0, 1, 2, 3, 0, 0, 0]);
  assertEquals(peekBytes(machine.state, FIRST_PID, (PAGE + 2) * PAGE_SIZE, bytes), 8);
  assertEquals([...bytes], [0, 0, 0, 0, 0, 0, 0, 0]);
  assertEquals(machine.state.eventCount, eventCount);
});

Deno.test("peekBytes() stops where no VMA is", () => {
  const fixture = givenProcess();
  fixture.map(PAGE, 1);
  const { state } = fixture.machine;
  assertEquals(peekBytes(state, FIRST_PID, PAGE * PAGE_SIZE + 4090, new Uint8Array(8)), 6);
  assertEquals(peekBytes(state, FIRST_PID, -8, new Uint8Array(8)), 0);
});
