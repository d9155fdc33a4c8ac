/** Tests of the table of executed calls. */
import { assertEquals } from "@std/assert";
import { system } from "@palimpsest/fs";
import { CALL_ARGUMENTS, isExecuted, namedArguments } from "./call_arguments.ts";
import { givenReason } from "./given_calls.ts";
import type { CallRecord } from "./record.ts";

const NO_ARGUMENT = new Set(["outside", "given", "bytes", "path", "name"]);

Deno.test("every executed call exists, and its arguments are the kernel's", () => {
  const { calls } = system();
  for (const [name, list] of Object.entries(CALL_ARGUMENTS)) {
    const call = calls.get(name);
    const named = list.filter(([, kind]) => kind !== "skip").map(([argument]) => argument);
    const wanted = call?.arguments.filter((argument) => !NO_ARGUMENT.has(argument));
    assertEquals(named, wanted === undefined ? undefined : [...wanted], name);
  }
});

Deno.test("no call is both executed and given", () => {
  assertEquals(Object.keys(CALL_ARGUMENTS).filter((name) => givenReason(name) !== undefined), []);
  assertEquals([isExecuted("mmap"), isExecuted("uname"), isExecuted("toString")], [true, false, false]);
});

Deno.test("raw words become arguments: descriptors are 32 bits and signed, words are whole, processes are pids", () => {
  const record = (name: string, args: (number | string)[]) => ({ name, args }) as unknown as CallRecord;
  const pidOf = (name: string) => Number(name.slice(1)) + 1;
  assertEquals(namedArguments(record("mmap", [0, 8192, 3, 34, 0xffffffff, 0]), pidOf), {
    address: 0,
    lengthBytes: 8192,
    prot: 3,
    flags: 34,
    fd: -1,
    offset: 0,
  });
  assertEquals(namedArguments(record("openat", [0xffffff9c, 0x7fff0000, 0x80000, 0]), pidOf), {
    directoryFd: -100,
    flags: 0x80000,
    mode: 0,
  });
  assertEquals(namedArguments(record("wait4", ["p2", 0, 0, 0]), pidOf).pid, 3);
  assertEquals(namedArguments(record("wait4", [0xffffffff, 0, 0, 0]), pidOf).pid, -1);
});
