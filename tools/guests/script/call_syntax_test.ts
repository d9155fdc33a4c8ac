/** Operations are read from their arguments, defaults and options included (CS1, CS2). */
import { assertEquals, assertThrows } from "@std/assert";
import { Arguments, tokensOf } from "./arguments.ts";
import { callSyntax, parseProcessName, parseSet } from "./call_syntax.ts";
import { ExpressionError } from "./expression.ts";
import { ScriptError } from "./script_error.ts";
import { evaluateCall, type ScriptCall } from "./script_op.ts";

function given(text: string): Arguments {
  return new Arguments(tokensOf(text), { file: "x.mm", line: 1, column: text.length + 1 });
}

/** The call of an operation with its expressions evaluated; every name is 0x1000. */
function call(op: string, text: string): ScriptCall<bigint> {
  const words = given(text);
  const parsed = callSyntax[op](words);
  words.finish();
  const evaluated = evaluateCall(parsed, { valueOf: () => 0x1000n });
  if ("undefinedName" in evaluated) throw new Error(evaluated.undefinedName);
  return evaluated.call;
}

Deno.test("mmap without arguments has the language's defaults", () => {
  assertEquals(call("mmap", ""), {
    op: "mmap",
    address: 0n,
    lengthBytes: 0n,
    offset: 0n,
    fd: 2n ** 64n - 1n,
    protection: 3n,
    flags: 0x22n,
  });
});

Deno.test("mremap takes flags and a new address only when they are given", () => {
  const expected = { op: "mremap", address: 0x1000n, oldLengthBytes: 1n, newLengthBytes: 2n } as const;
  assertEquals(call("mremap", "a 1 2"), { ...expected, newAddress: 0n, flags: 0n });
  assertEquals(call("mremap", "a 1 2 maymove,fixed 0x9000"), { ...expected, newAddress: 0x9000n, flags: 3n });
});

Deno.test("calls on descriptors read theirs first", () => {
  assertEquals(call("pread", "3 8 0x10"), { op: "pread", fd: 3n, lengthBytes: 8n, offset: 16n });
  assertEquals(call("pwritefrom", "f a 8 0"), {
    op: "pwritefrom",
    fd: 0x1000n,
    address: 0x1000n,
    lengthBytes: 8n,
    offset: 0n,
  });
  assertEquals(call("fallocate", "f punch 1p 2p"), {
    op: "fallocate",
    fd: 0x1000n,
    offset: 4096n,
    lengthBytes: 8192n,
    mode: 3n,
  });
  assertEquals(call("open", "d:x rdwr,creat mode=600"), {
    op: "open",
    file: { mount: "d", name: "x" },
    flags: 0o102n,
    mode: 0o600,
  });
});

Deno.test("a limit is absolute, relative to the current size, or none", () => {
  assertEquals(call("rlimit", "as +0x8000"), {
    op: "rlimit",
    resource: "as",
    limit: 0x8000n,
    relative: true,
  });
  assertEquals(call("rlimit", "data inf"), {
    op: "rlimit",
    resource: "data",
    limit: 2n ** 64n - 1n,
    relative: false,
  });
  assertThrows(() => call("rlimit", "memlock +1"), ScriptError, "x.mm:1:9:");
});

Deno.test("process calls name processes", () => {
  assertEquals(call("fork", "p1"), { op: "fork", child: "p1" });
  assertEquals(call("exit", ""), { op: "exit", code: 0n });
  assertEquals(call("kill", "p2 SIGTERM"), { op: "kill", target: "p2", signal: "SIGTERM" });
  assertEquals(call("wait", "any"), { op: "wait", target: undefined });
  assertEquals(call("wait", "p3"), { op: "wait", target: "p3" });
  assertThrows(() => parseProcessName("q1"), ExpressionError);
  assertThrows(() => parseProcessName("p1234567"), ExpressionError);
});

Deno.test("options are exactly the ones of the language", () => {
  assertEquals(call("dump", "all"), { op: "dump", all: true });
  assertEquals(call("mlock", "a 1 onfault"), {
    op: "mlock",
    address: 0x1000n,
    lengthBytes: 1n,
    onFault: true,
  });
  assertThrows(() => call("dump", "everything"), ScriptError, "x.mm:1:1:");
  assertThrows(() => call("touch", "read a"), ScriptError, '"read" is not an access; write r, w, x.');
  assertThrows(() => call("open", "t:a/b rdwr"), ScriptError, "without slashes");
});

Deno.test("set reads its two settings", () => {
  assertEquals(parseSet(given("autodump full")), { op: "set autodump", autodump: "full" });
  assertEquals(parseSet(given("fault_around 64k")), { op: "set fault_around", windowBytes: 65536 });
  assertThrows(() => parseSet(given("autodump some")), ScriptError, "off, vmas, full");
});
