/** Tests of new processes. */
import { assertEquals } from "@std/assert";
import { differencesOf, FIRST_LINE, runSmall } from "./testing/small_recording.ts";

const fork = { e: "fork", child: "p1", kind: "fork" };
const clone = { e: "sys", name: "clone", a: ["0x1200011", "0x0", "0x0", "0x0", "0x0"], ret: "p1" };

Deno.test("the child has the parent's memory and descriptors before the parent's call returns", () => {
  const run = runSmall(fork, { e: "sys", p: "p1", name: "close", a: ["0x0"], ret: 0 }, clone);
  assertEquals(differencesOf(run), []);
  const { state } = run.machine;
  assertEquals([state.process(2).parent, state.spaces.size], [1, 2]);
  assertEquals([1, 2].map((pid) => state.process(pid).descriptors.size), [4, 3]);
});

Deno.test("a vfork shares the space; so does a clone that says so", () => {
  const vfork = { ...clone, name: "vfork", a: [] };
  assertEquals(runSmall({ ...fork, kind: "vfork" }, vfork).machine.state.spaces.size, 1);
  assertEquals(runSmall(fork, { ...clone, a: ["0x4111"] }).machine.state.spaces.size, 1);
});

Deno.test("clone3, whose arguments are not recorded, is what the recorder saw", () => {
  const clone3 = { ...clone, name: "clone3", a: ["0x7fffffffe000", "0x58"] };
  assertEquals(runSmall({ ...fork, kind: "vfork" }, clone3).machine.state.spaces.size, 1);
});

Deno.test("a call that returns another child is a difference", () => {
  assertEquals(differencesOf(runSmall(fork, { ...clone, ret: "p2" })), [[FIRST_LINE + 1, "p2", "p1"]]);
});

Deno.test("a thread acts as its process: it is told by the call's flags, or by the tracer where they are not recorded", () => {
  const thread = { ...clone, a: ["0x3d0f00", "0x0", "0x0", "0x0", "0x0"] };
  const close = { e: "sys", p: "p1", name: "close", a: ["0x0"], ret: 0 };
  const run = runSmall({ ...fork, kind: "clone" }, close, thread);
  assertEquals(differencesOf(run), []);
  assertEquals([run.machine.state.processes.size, run.machine.state.process(1).descriptors.size], [1, 3]);
  const clone3 = { ...clone, name: "clone3", a: ["0x7fffffffe000", "0x58"] };
  assertEquals(runSmall({ ...fork, kind: "clone" }, clone3).machine.state.processes.size, 1);
  assertEquals(runSmall({ ...fork, kind: "clone" }, clone).machine.state.processes.size, 2);
});
