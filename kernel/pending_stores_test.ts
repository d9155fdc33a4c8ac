/** Tests of how stores become effects: which runs there are, and when frames enter the digest again. */
import { assertEquals } from "@std/assert";
import { PAGE_SIZE } from "./address.ts";
import { checkDigest } from "./check/check_digest.ts";
import { MemoryPort } from "./memory_port.ts";
import { FIRST_PID, givenProcess } from "./testing/machine_fixture.ts";
import type { AnyRecord } from "./event/schema.ts";
import { PendingStores, type StoreEncoder } from "./pending_stores.ts";

const PAGE = 200;
const START = PAGE * PAGE_SIZE;

/** Runs that an event's stores become: "offset+length", or "offset+length=value" of a fill. */
function runsOf(store: (port: MemoryPort) => void): string[] {
  const fixture = givenProcess();
  fixture.map(PAGE, 2);
  const { machine } = fixture;
  const port = new MemoryPort(machine, FIRST_PID);
  port.store8(START, 0);
  port.store8(START + PAGE_SIZE, 0);
  machine.endStores();
  const runs: string[] = [];
  const { pendingStores, state } = machine;
  store(port);
  pendingStores.encode(state, encoderTo((effect) => void runs.push(runText(effect))));
  return runs;
}

function encoderTo(take: (effect: AnyRecord) => void): StoreEncoder {
  return {
    bytesWrite: (effect) => take({ ...effect }),
    bytesFill: (effect) => take({ ...effect }),
  };
}

function runText(effect: AnyRecord): string {
  if (effect.kind === "bytesWrite") return `${effect.offset}+${(effect.bytes as Uint8Array).length}`;
  return `${effect.offset}+${effect.lengthBytes}=${effect.value}`;
}

Deno.test("stores beside each other, and stores to the same bytes, are one run", () => {
  const runs = runsOf((port) => {
    port.store32(START + 16, 1);
    port.store32(START + 20, 2);
    port.store8(START + 900, 3);
    port.store32(START + 16, 4);
    port.store32(START + 12, 5);
  });
  assertEquals(runs, ["12+12", "900+1"]);
});

Deno.test("a run has the bytes that were stored last", () => {
  const fixture = givenProcess();
  fixture.map(PAGE, 1);
  const port = new MemoryPort(fixture.machine, FIRST_PID);
  port.store32(START, 1);
  port.store32(START, 0x0203_0405);
  const seen: number[][] = [];
  const { pendingStores, state } = fixture.machine;
  pendingStores.encode(state, encoderTo((effect) => void seen.push([...effect.bytes as Uint8Array])));
  assertEquals(seen, [[5, 4, 3, 2]]);
});

Deno.test("a fill stands for itself, and no later store joins what is before it", () => {
  const runs = runsOf((port) => {
    port.store32(START + 64, 1);
    port.fill(START + 100, 50, 7);
    port.store32(START + 68, 2);
    port.store32(START + 120, 3);
  });
  assertEquals(runs, ["64+4", "100+50=7", "68+4", "120+4"]);
});

Deno.test("the digest has every store whenever it is asked for", () => {
  const fixture = givenProcess();
  fixture.map(PAGE, 2);
  const { machine } = fixture;
  const port = new MemoryPort(machine, FIRST_PID);
  for (let step = 1; step < 40; step++) {
    port.store32(START + step * 100, step);
    if (step % 3 === 0) machine.endStores();
    if (step % 4 === 0) checkDigest(machine.state);
  }
  machine.endStores();
  checkDigest(machine.state);
});

Deno.test("more runs than fit become effects of the same event", () => {
  const fixture = givenProcess();
  fixture.map(PAGE, 8);
  const { machine } = fixture;
  const port = new MemoryPort(machine, FIRST_PID);
  for (let page = 0; page < 8; page++) port.store8(START + page * PAGE_SIZE, 0);
  machine.endStores();
  const { eventCount } = machine.state;
  for (let at = 0; at < 8 * PAGE_SIZE; at += 6) port.store8(START + at, at + 1);
  assertEquals(new PendingStores().isFull, false);
  machine.endStores();
  assertEquals(machine.state.eventCount, eventCount + 1);
});
