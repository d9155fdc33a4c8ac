/** Tests of waiting for children. */
import { assertEquals } from "@std/assert";
import { differencesOf, FIRST_LINE, runSmall } from "./testing/small_recording.ts";

const fork = (child: string) => [
  { e: "fork", child, kind: "fork" },
  { e: "sys", name: "clone", a: ["0x1200011", "0x0", "0x0", "0x0", "0x0"], ret: child },
];
const end = (p: string, code: string) => [
  { e: "sys", p, name: "exit_group", a: [code] },
  { e: "dead", p, wstatus: Number(code) * 256 },
];
/** The status goes where the stack is present in the parent: after fork, its first write faults. */
const wait = (ret: number | string, wstatus?: number, rest = {}) => ({
  e: "sys",
  name: "wait4",
  a: ["0xffffffff", "0x0", "0x1", "0x0"],
  ret,
  ...(wstatus === undefined ? {} : { wstatus }),
  ...rest,
});

Deno.test("the child that ended is returned, and is gone then", () => {
  const run = runSmall(
    ...fork("p1"),
    ...end("p1", "0x2"),
    wait("p1"),
    wait(-1, undefined, { err: "ECHILD" }),
  );
  assertEquals(differencesOf(run), []);
  assertEquals(run.machine.state.processes.get(2), undefined);
});

Deno.test("a child that ended before another, but was passed over, ends later", () => {
  const run = runSmall(
    ...fork("p1"),
    ...fork("p2"),
    ...end("p1", "0x1"),
    ...end("p2", "0x2"),
    wait("p2"),
    wait("p1"),
  );
  assertEquals(differencesOf(run), []);
});

Deno.test("another child or another status is a difference", () => {
  const run = runSmall(...fork("p1"), wait("p1"));
  assertEquals(differencesOf(run), [[FIRST_LINE + 2, "p1", "0"]]);
});
