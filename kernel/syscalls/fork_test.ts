/** Tests of fork(2), vfork(2) and clone(2) as calls; what a child gets is tested with process/fork.ts. */
import { assertEquals } from "@std/assert";
import { range } from "../testing/machine_fixture.ts";
import { givenProcess } from "../testing/machine_fixture.ts";
import { CLONE } from "./fork.ts";

Deno.test("fork() returns the child's pid; the child has a space of its own", () => {
  const given = givenProcess();
  given.map(100, 1);
  assertEquals([given.call("fork"), given.call("clone", { flags: 17 })], [2, 3]);
  assertEquals([1, 2, 3].map((pid) => given.state.process(pid).space), [1, 2, 3]);
  assertEquals([2, 3].map((pid) => given.state.process(pid).parent), [1, 1]);
});

Deno.test("vfork(), and clone() with CLONE_VM, share the space until the child's end", () => {
  const given = givenProcess();
  given.map(100, 2);
  const flags = CLONE.VM | CLONE.VFORK;
  assertEquals([given.call("vfork"), given.call("clone", { flags })], [2, 3]);
  assertEquals([given.state.process(2).space, given.space.users], [1, 3]);
  given.as(2, () => given.call("munmap", range(100, 1)));
  given.as(2, () => given.call("exit"));
  assertEquals([given.vmas(), given.space.users], [["101-102 rw-p"], 2]);
});

Deno.test("clone() of a thread is EINVAL", () => {
  const given = givenProcess();
  assertEquals([given.call("clone", { flags: CLONE.VM | CLONE.THREAD }), given.state.processes.size], [
    "EINVAL",
    1,
  ]);
});

Deno.test("fork() at RLIMIT_NPROC is EAGAIN, before memory is looked at", () => {
  const given = givenProcess({ ramPages: 10 });
  given.map(100, 10);
  given.map(110, 1);
  assertEquals([given.call("fork"), given.state.processes.size], ["ENOMEM", 1]);
  given.limit("NPROC", 1);
  assertEquals(given.call("fork"), "EAGAIN");
});
