/** Tests of process operations. */
import { assertEquals } from "@std/assert";
import { answersTo } from "./testing/answers.ts";

Deno.test("children end, are waited for once, and tell how they ended", () => {
  const records = answersTo(
    "fork p1",
    "fork p2",
    "p1: exit 3",
    "kill p2 SIGTERM",
    "wait p1",
    "wait any",
    "wait any",
  );
  assertEquals(records.slice(4).map(({ ret, status, err }) => [ret, status ?? err]), [
    ["p1", "exit:3"],
    ["p2", "SIGTERM"],
    [-1, "ECHILD"],
  ]);
});

Deno.test("limits are set in bytes, or from the current size", () => {
  const records = answersTo(
    "rlimit as +0x1000",
    "mmap len=0x2000",
    "mmap len=0x1000",
    "rlimit as inf",
    "mmap len=0x9000",
  );
  assertEquals(records.map(({ err, ret }) => err ?? typeof ret), [
    "number",
    "ENOMEM",
    "string",
    "number",
    "string",
  ]);
});
