/** Tests of executed calls: results, VMA lists and faults are compared. */
import { assertEquals } from "@std/assert";
import { describeCall, expectedText, resultText } from "./run_asked.ts";
import type { CallRecord } from "./record.ts";
import { differencesOf, FIRST_LINE, runSmall, SMALL_MAPS_HASH } from "./testing/small_recording.ts";

const brk = { e: "sys", name: "brk", a: ["0x0"], ret: "0x555555556000", mh: SMALL_MAPS_HASH };

Deno.test("a call that agrees in result and VMA list counts twice", () => {
  const run = runSmall(brk);
  assertEquals(differencesOf(run), []);
  assertEquals([run.checks.checked.addresses, run.checks.checked.vmaLists], [1, 1]);
});

Deno.test("another address or another VMA list is a difference at the call's line", () => {
  assertEquals(differencesOf(runSmall({ ...brk, ret: "0x555555557000" })), [
    [FIRST_LINE, "0x555555557000", "0x555555556000"],
  ]);
  assertEquals(differencesOf(runSmall({ ...brk, mh: "0000000000000000" })), [
    [FIRST_LINE, "0000000000000000", SMALL_MAPS_HASH],
  ]);
});

Deno.test("another errno is a difference", () => {
  const close = { e: "sys", name: "close", a: ["0x9"], ret: 0 };
  assertEquals(differencesOf(runSmall(close)), [[FIRST_LINE, "0", "-1 EBADF"]]);
  assertEquals(differencesOf(runSmall({ ...close, ret: -1, err: "EBADF" })), []);
});

Deno.test("results and calls are written one way", () => {
  assertEquals([resultText(-9), resultText(4096, true), resultText(-Infinity)], [
    "-1 EBADF",
    "0x1000",
    "it waits",
  ]);
  const record = {
    process: "p0",
    name: "open",
    args: [4096, "p1"],
    path: "/x",
    result: "p1",
  } as unknown as CallRecord;
  assertEquals(describeCall(record), 'p0 open(0x1000, p1) "/x"');
  assertEquals(expectedText(record), "p1");
});
