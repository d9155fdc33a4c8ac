/** Tests of knowing when a wait is over, without asking the kernel. */
import { assertEquals } from "@std/assert";
import { boot } from "../boot.ts";
import { PROGRAM_MACHINE } from "./run_program.ts";
import { isWaitOver, waitingText } from "./waiting.ts";

function givenProcesses() {
  const machine = boot(PROGRAM_MACHINE);
  machine.run({ kind: "setup", process: 1, what: "a test" }, (tx) => {
    tx.emit({ kind: "processNew", process: 1, parent: 0, space: 0, name: "parent" });
    tx.emit({ kind: "processNew", process: 2, parent: 1, space: 0, name: "child" });
    return {};
  });
  const isOver = (name: string, args = {}, until = 0) =>
    isWaitOver(machine.state, 1, { name, args, until }, 100);
  return { machine, isOver };
}

Deno.test("wait4 is over when a child it waits for ended, or none is left", () => {
  const { machine, isOver } = givenProcesses();
  assertEquals([isOver("wait4", { pid: -1 }), isOver("wait4", { pid: 7 })], [false, true]);
  machine.call(2, "exit_group", { status: 0 });
  assertEquals([isOver("wait4", { pid: -1 }), isOver("wait4", { pid: 2 })], [true, true]);
});

Deno.test("a sleep is over when its time has come, a pause never", () => {
  const { isOver } = givenProcesses();
  assertEquals([isOver("nanosleep", {}, 101), isOver("nanosleep", {}, 100), isOver("pause")], [
    false,
    true,
    false,
  ]);
});

Deno.test("a read is over when the pipe has bytes or no writer, a write when it has room or no reader", () => {
  const { machine, isOver } = givenProcesses();
  machine.call(1, "pipe", { outside: 1 });
  assertEquals([isOver("read", { fd: 0 }), isOver("write", { fd: 1, lengthBytes: 9 })], [false, true]);
  const bytes = new Uint8Array(65_536);
  machine.call(1, "write", { fd: 1, lengthBytes: bytes.length, bytes, outside: 1 });
  assertEquals([isOver("read", { fd: 0 }), isOver("write", { fd: 1, lengthBytes: 9 })], [true, false]);
  machine.call(1, "close", { fd: 0 });
  assertEquals(isOver("write", { fd: 1, lengthBytes: 9 }), true);
});

Deno.test("a waiting call is named with what it waits for", () => {
  const texts = [
    waitingText({ name: "wait4", args: { pid: -1 } }),
    waitingText({ name: "wait4", args: { pid: 7 } }),
    waitingText({ name: "read", args: { fd: 3 } }),
    waitingText({ name: "pause", args: {} }),
  ];
  assertEquals(texts, ["wait()", "waitpid(7)", "read(3)", "pause()"]);
});
