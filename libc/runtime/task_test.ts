/** Tests of tasks and their requests. */
import { assertEquals } from "@std/assert";
import { callRequest, type Task } from "./task.ts";

Deno.test("a task asks, and goes on with the answer", () => {
  function* twice(): Task<number> {
    return (yield callRequest("getpid", {})) + (yield callRequest("getppid", {}));
  }
  const task = twice();
  assertEquals(task.next(0).value, { kind: "call", name: "getpid", args: {} });
  assertEquals(task.next(40).value, { kind: "call", name: "getppid", args: {} });
  assertEquals(task.next(2), { value: 42, done: true });
});
