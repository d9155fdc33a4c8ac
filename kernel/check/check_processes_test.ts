/** Tests of the checker of processes: each spoils one thing. */
import { assertThrows } from "@std/assert";
import { KernelAssertion } from "../assert.ts";
import { PROCESS_ZOMBIE } from "../state/process.ts";
import type { State } from "../state/state.ts";
import { checkProcesses } from "./check_processes.ts";
import { givenSoundMachine } from "./testing/sound_machine.ts";

/** Spoils a sound machine, and expects the checker to say so. */
function expectFound(message: string, spoil: (state: State) => void): void {
  const { state } = givenSoundMachine();
  checkProcesses(state);
  spoil(state);
  assertThrows(() => checkProcesses(state), KernelAssertion, message);
}

Deno.test("checkProcesses() finds children and parents that do not know each other", () => {
  expectFound("PR1: 7 is a child of 1", (state) => state.process(1).children.set(state.epoch, 7, true));
  expectFound(
    "is missing among the children of 1",
    (state) => state.process(1).children.remove(state.epoch, 2),
  );
});

Deno.test("checkProcesses() finds a process without an address space", () => {
  expectFound("PR2: process 1 in state 0 lives in space 0", (state) => state.process(1).space = 0);
  expectFound("PR2: process 1 in state 2 lives in space 77", (state) => {
    state.process(1).space = 77;
    state.process(1).state = PROCESS_ZOMBIE;
  });
});

Deno.test("checkProcesses() finds a free descriptor below the lowest one, and one that names nothing", () => {
  expectFound("PR3: descriptor 1 of process 1 is free", (state) => state.process(1).lowestFreeDescriptor = 2);
  expectFound("names open file 31, which is gone", (state) => {
    state.process(1).descriptors.set(state.epoch, 6, { file: 31, closeOnExec: false });
  });
});

Deno.test("checkProcesses() finds a wrong count of references, and a file of no inode", () => {
  expectFound("PR4: open file 1 counts", (state) => state.file(1).references++);
  expectFound("is of inode 1, which is gone", (state) => state.inodes.remove(state.epoch, 1));
});

Deno.test("checkProcesses() finds ids above their counter", () => {
  expectFound("PR5: process 2 is in use, the counter stands at 1", (state) => state.counters.process = 1);
});
