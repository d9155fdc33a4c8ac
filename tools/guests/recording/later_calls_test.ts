/** Tests of finding the calls that did what earlier records tell. */
import { assertEquals } from "@std/assert";
import { isExecCall, isForkCall, laterCalls } from "./later_calls.ts";
import { smallRecording } from "./testing/small_recording.ts";

Deno.test("a fork record belongs to its parent's next call that makes processes, an exec record to its next execve", () => {
  const { records } = smallRecording(
    { e: "fork", child: "p1", kind: "fork" },
    { e: "sys", p: "p1", name: "execve", a: ["0x0"], ret: -1, err: "ENOENT", path: "/bin/gone" },
    { e: "exec", p: "p1", argv: ["x"] },
    { e: "sys", name: "clone", a: ["0x1200011"], ret: "p1" },
    { e: "sys", p: "p1", name: "execve", a: ["0x0"], ret: 0, path: "/bin/x" },
  );
  const found = [...laterCalls(records)].map((
    [early, call],
  ) => [early.kind, early.line, call.name, call.line]);
  assertEquals(found, [["exec", 2, "execve", 4], ["fork", 5, "clone", 8], ["exec", 7, "execve", 9]]);
});

Deno.test("calls that make processes and calls that replace images are known by name", () => {
  assertEquals(["fork", "vfork", "clone", "clone3", "read"].map(isForkCall), [true, true, true, true, false]);
  assertEquals(["execve", "execveat", "exit"].map(isExecCall), [true, true, false]);
});
