/** Calls are evaluated field by field, in order (SO1, SO2). */
import { assertEquals } from "@std/assert";
import { parseExpression } from "./expression.ts";
import { evaluateCall, type ScriptCall } from "./script_op.ts";

const call: ScriptCall = {
  op: "mprotect",
  address: parseExpression("a+1p"),
  lengthBytes: parseExpression("b"),
  protection: 3n,
};

Deno.test("evaluating a call replaces its expressions and keeps the rest", () => {
  assertEquals(evaluateCall(call, { valueOf: () => 5n }), {
    call: { op: "mprotect", address: 4101n, lengthBytes: 5n, protection: 3n },
  });
});

Deno.test("of several names without a value the last field's is told", () => {
  assertEquals(evaluateCall(call, { valueOf: () => undefined }), { undefinedName: "b" });
  const onlyB = { valueOf: (name: string) => name === "b" ? 1n : undefined };
  assertEquals(evaluateCall(call, onlyB), { undefinedName: "a" });
});

Deno.test("data bytes are not taken for an expression", () => {
  const write: ScriptCall = { op: "wr", fd: parseExpression("3"), bytes: Uint8Array.of(1) };
  assertEquals(evaluateCall(write, { valueOf: () => undefined }), {
    call: { op: "wr", fd: 3n, bytes: Uint8Array.of(1) },
  });
});
