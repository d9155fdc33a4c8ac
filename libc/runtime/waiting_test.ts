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

Deno.test("of a pipe the machine knows when a wait is over", () => {
  const { machine } = givenProcesses();
  machine.call(1, "pipe", { outside: 1 });
  machine.call(1, "read", { fd: 0, lengthBytes: 1, outside: 1 });
  assertEquals([machine.isWaitOver(1), machine.isWaitOver(2)], [false, undefined]);
  machine.call(1, "close", { fd: 1 });
  assertEquals(machine.isWaitOver(1), true);
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
