/** Tests of what the error of an unhandled signal says. */
import { assertEquals } from "@std/assert";
import { SignalError } from "./signal_error.ts";

Deno.test("a signal error says which signal, why, where and whose", () => {
  const error = new SignalError(7, { signal: "SIGSEGV", code: "SEGV_MAPERR", address: 0x10 });
  assertEquals(String(error), "SignalError: SIGSEGV (SEGV_MAPERR) at 0x10 in process 7");
  assertEquals(error.pid, 7);
});
