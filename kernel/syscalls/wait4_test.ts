/** Tests of wait4(2): given(children, living and dead).when(waited for).then(errno by precedence, pid, status, or waiting). */
import { assertEquals } from "@std/assert";
import { addressOf } from "../address.ts";
import { readByte } from "../state/content.ts";
import { PROCESS_RUNNING, PROCESS_WAITING } from "../state/process.ts";
import { givenProcess, type MachineFixture } from "../testing/machine_fixture.ts";
import { WAIT } from "./wait4.ts";

const ANY = { pid: -1, status: 0, options: 0 };
const STATUS = addressOf(100);

/** A parent with two children, and a page to write a status to. */
function givenFamily(): MachineFixture {
  const given = givenProcess();
  given.fork();
  given.fork();
  given.map(100, 1);
  return given;
}

function exit(given: MachineFixture, pid: number, status: number): void {
  given.as(pid, () => given.call("exit", { status }));
}

Deno.test("wait4() with unknown options is EINVAL; of no child ECHILD; of pid -2^31 ESRCH", () => {
  const given = givenFamily();
  assertEquals(given.call("wait4", { ...ANY, pid: -(2 ** 31) }), "ESRCH");
  assertEquals(given.call("wait4", { ...ANY, pid: 99, options: 4 }), "EINVAL");
  assertEquals(given.call("wait4", { ...ANY, pid: 99 }), "ECHILD");
  assertEquals(given.as(2, () => given.call("wait4", ANY)), "ECHILD");
  assertEquals(given.as(2, () => given.call("wait4", { ...ANY, pid: 3 })), "ECHILD");
});

Deno.test("wait4() for a child that lives waits; WNOHANG gives 0", () => {
  const given = givenFamily();
  assertEquals(given.call("wait4", { ...ANY, options: WAIT.NOHANG }), 0);
  const [event] = given.eventsOf(() => assertEquals(given.call("wait4", ANY), "BLOCKED"));
  assertEquals([event.unfinished, given.state.process(1).state], [true, PROCESS_WAITING]);
});

Deno.test("a call that waits is taken up again when a child has ended", () => {
  const given = givenFamily();
  given.call("wait4", ANY);
  exit(given, 3, 5);
  const [event] = given.eventsOf(() => assertEquals(given.resume("wait4", ANY), 3));
  assertEquals([event.resumed, event.result], [true, 3]);
  assertEquals([given.state.process(1).state, given.state.processes.get(3)], [PROCESS_RUNNING, undefined]);
});

Deno.test("a call that was taken up too early waits on", () => {
  const given = givenFamily();
  given.call("wait4", { ...ANY, pid: 2 });
  exit(given, 3, 5);
  assertEquals(given.resume("wait4", { ...ANY, pid: 2 }), "BLOCKED");
});

Deno.test("a child that ended is gone once it was waited for, the lowest pid first", () => {
  const given = givenFamily();
  exit(given, 3, 1);
  exit(given, 2, 1);
  assertEquals(given.effectsOf(() => assertEquals(given.call("wait4", ANY), 2)), ["processRemove"]);
  assertEquals([given.call("wait4", ANY), given.call("wait4", ANY)], [3, "ECHILD"]);
});

Deno.test("pid 0 and process groups stand for any child", () => {
  const given = givenFamily();
  exit(given, 2, 1);
  exit(given, 3, 1);
  assertEquals([given.call("wait4", { ...ANY, pid: 0 }), given.call("wait4", { ...ANY, pid: -7 })], [2, 3]);
});

Deno.test("the status tells the exit code, or the signal that ended the child", () => {
  const given = givenFamily();
  exit(given, 2, 7);
  given.call("kill", { pid: 3, signal: 9 });
  const status = (pid: number) => {
    assertEquals(given.call("wait4", { ...ANY, pid, status: STATUS }), pid);
    const content = given.state.content(given.frameAt(100));
    return [0, 1, 2, 3].map((offset) => readByte(content, offset));
  };
  assertEquals([status(2), status(3)], [[0, 7, 0, 0], [9, 0, 0, 0]]);
});

Deno.test("a status that cannot be written is EFAULT; the child is gone all the same", () => {
  const given = givenFamily();
  exit(given, 2, 7);
  assertEquals(given.call("wait4", { ...ANY, status: addressOf(500) }), "EFAULT");
  assertEquals(given.state.processes.get(2), undefined);
});
