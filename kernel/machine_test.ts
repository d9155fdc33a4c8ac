/** Tests of the machine: given(a guest).when(it calls, stores, waits).then(which events there are, and that a log repeats). */
import { assertEquals, assertThrows } from "@std/assert";
import { addressOf } from "./address.ts";
import { kernelPart, System } from "./compose.ts";
import { LogWriter } from "./log/writer.ts";
import type { Machine } from "./machine.ts";
import { givenProcess, type MachineFixture, range } from "./testing/machine_fixture.ts";
import { storeBytes } from "./user_memory.ts";

function store(given: MachineFixture, pid: number, value: number): void {
  storeBytes(given.machine, pid, addressOf(100), Uint8Array.of(value));
}

/** Two processes that share page 100. */
function givenSharers(): MachineFixture {
  const given = givenProcess();
  given.map(100, 1);
  given.touch(100, "w");
  given.call("vfork");
  return given;
}

Deno.test("event 0 is boot, with the configuration", () => {
  const machine = new System([kernelPart]).boot({ frameCount: 8, ramPages: 9, swapSlotCount: 1 });
  assertEquals([machine.state.eventCount, machine.config.ramPages, machine.hasCall("mmap")], [1, 9, true]);
});

Deno.test("a call is one event with its arguments and result, and a failed one too", () => {
  const given = givenProcess();
  const events = given.eventsOf(() => {
    given.call("munmap", range(100, 1));
    given.call("munmap", range(100, 0));
  });
  assertEquals(events.map(({ kind, address, result }) => [kind, address, result]), [
    ["munmap", addressOf(100), 0],
    ["munmap", addressOf(100), -22],
  ]);
});

Deno.test("a call that there is not is our mistake", () => {
  const { machine } = givenProcess();
  assertEquals(machine.hasCall("reboot"), false);
  assertThrows(() => machine.callNamed("reboot"), Error, "there is no call reboot");
});

Deno.test("a call that waits is unfinished; taken up again, its event has only the result", () => {
  const given = givenProcess();
  const child = given.fork();
  const [waiting] = given.eventsOf(() => given.call("wait4", { pid: child, status: 0 }));
  given.as(child, () => given.call("exit"));
  const [resumed] = given.eventsOf(() => given.resume("wait4", { pid: child }));
  assertEquals([waiting.unfinished, waiting.pid, waiting.result], [true, child, 0]);
  assertEquals([resumed.resumed, resumed.unfinished, resumed.pid, resumed.result], [true, false, 0, child]);
});

Deno.test("stores of one process become one event, which ends before anything else happens", () => {
  const given = givenSharers();
  const events = given.eventsOf(() => {
    store(given, 1, 1);
    store(given, 1, 2);
    store(given, 2, 3);
    given.call("munmap", range(300, 1));
    store(given, 1, 4);
  });
  assertEquals(events.map(({ kind, process, effects }) => [kind, process, effects.length]), [
    ["store", 1, 2],
    ["store", 2, 1],
    ["munmap", 1, 0],
    ["store", 1, 1],
  ]);
});

Deno.test("events do not nest", () => {
  const { machine } = givenProcess();
  const header = { kind: "setup", process: 1, what: "" };
  assertThrows(
    () =>
      machine.run(header, () => {
        machine.run(header, () => ({}));
        return {};
      }),
    Error,
    "event setup begins within event setup",
  );
  assertThrows(() => givenProcess().machine.interrupt(() => 0), Error, "an interrupt outside an event");
});

Deno.test("an observer is told of every event", () => {
  const given = givenProcess();
  const kinds: string[] = [];
  given.machine.observer = { event: ({ kind }) => kinds.push(kind) };
  given.map(100, 1);
  given.touch(100, "w");
  store(given, 1, 5);
  given.machine.endStores();
  assertEquals(kinds, ["mmap", "fault", "store"]);
});

/** The log of a little run. */
function logOfRun(): Uint8Array {
  const chunks: number[] = [];
  const log = new LogWriter((bytes) => chunks.push(...bytes));
  log.header(new TextEncoder().encode("{}"));
  const machine: Machine = new System([kernelPart]).boot(
    { frameCount: 64, ramPages: 64, swapSlotCount: 0 },
    log,
  );
  machine.run({ kind: "setup", process: 1, what: "" }, (tx) => {
    const layout = { topPage: 1000, startBreak: 0, endBreak: 0, startData: 0, endData: 0 };
    tx.emit({ kind: "spaceNew", space: 1, ...layout });
    tx.emit({ kind: "processNew", process: 1, parent: 0, space: 1, name: "init" });
    return {};
  });
  machine.call(1, "mmap", { lengthBytes: 40960, prot: 3, flags: 0x22, fd: -1 });
  storeBytes(machine, 1, addressOf(990), Uint8Array.of(1, 2, 3));
  machine.call(1, "fork", {});
  machine.endStores();
  log.close();
  return Uint8Array.from(chunks);
}

Deno.test("the same guest gives the same log, byte for byte", () => {
  assertEquals(logOfRun(), logOfRun());
});
