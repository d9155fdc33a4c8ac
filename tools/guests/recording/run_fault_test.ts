/** Tests of faults: the access must take exactly the one that was recorded. */
import { assertEquals } from "@std/assert";
import { differencesOf, FIRST_LINE, runSmall } from "./testing/small_recording.ts";

const fault = (addr: string, acc: string, prot: number, rest = {}) => ({
  e: "fault",
  addr,
  acc,
  prot,
  ...rest,
});

Deno.test("a fault that agrees is counted; another class, or none, differs", () => {
  assertEquals(differencesOf(runSmall(fault("0x555555554000", "x", 0))), []);
  assertEquals(differencesOf(runSmall(fault("0x555555554000", "x", 0, { maj: 1 }))), [
    [FIRST_LINE, "major, page absent", "minor, page absent"],
  ]);
  assertEquals(differencesOf(runSmall(fault("0x555555555000", "w", 1))), [
    [FIRST_LINE, "minor, page present", "no fault"],
  ]);
});

Deno.test("an access that ends in a signal is told as that", () => {
  assertEquals(differencesOf(runSmall(fault("0x1000", "r", 0))), [
    [FIRST_LINE, "minor, page absent", "SIGSEGV (SEGV_MAPERR), page absent"],
  ]);
});

Deno.test("a fault in a call is compared with those the kernel takes in it", () => {
  const read = { e: "sys", name: "read", a: ["0x0", "0x7fffffff0000", "0x10"], ret: 16 };
  const inRead = fault("0x7fffffff0000", "w", 0, { k: 1, in: "read" });
  assertEquals(differencesOf(runSmall(inRead, read)), []);
  assertEquals(differencesOf(runSmall(read)), [
    [FIRST_LINE, "no fault", "minor, page absent at page 0x7fffffff0000"],
  ]);
  const another = fault("0x7fffffff1000", "w", 0, { k: 1, in: "read" });
  assertEquals(differencesOf(runSmall(inRead, another, read)), [
    [FIRST_LINE + 1, "minor, page absent at page 0x7fffffff1000", "no fault"],
  ]);
});

Deno.test("a fault in a given call is an access of the kernel", () => {
  const run = runSmall(
    fault("0x7fffffff0000", "w", 0, { k: 1, in: "uname" }),
    { e: "sys", name: "uname", a: ["0x7fffffff0000"], ret: 0 },
  );
  assertEquals(differencesOf(run), []);
  assertEquals(run.machine.state.process(1).minorFaults, 1);
});

Deno.test("what the recorder could not tell is not compared", () => {
  assertEquals(differencesOf(runSmall({ e: "fault", addr: "0x555555554000" })), []);
});
