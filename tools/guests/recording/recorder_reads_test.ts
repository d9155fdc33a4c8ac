/** Tests of what the recorder itself faulted in. */
import { assertEquals } from "@std/assert";
import { differencesOf, FIRST_LINE, runSmall } from "./testing/small_recording.ts";

/** A page of the program's text, which nothing has touched. */
const TEXT = 0x555555554ff0;
const access = (address: number, path: string) => ({
  e: "sys",
  name: "access",
  a: [`0x${address.toString(16)}`, "0x4"],
  ret: -1,
  err: "ENOENT",
  path,
});

Deno.test("the page of a path is present after the call, and no fault was counted", () => {
  const run = runSmall(access(TEXT, "/etc/x"));
  const { state } = run.machine;
  assertEquals(state.spaceOf(1).pte(0x555555554) !== 0, true);
  assertEquals(state.process(1).minorFaults, 0);
});

Deno.test("a later fault record on that page would differ", () => {
  const run = runSmall(access(TEXT, "/etc/x"), { e: "fault", addr: "0x555555554000", acc: "x", prot: 0 });
  assertEquals(differencesOf(run), [[FIRST_LINE + 1, "minor, page absent", "no fault"]]);
});

Deno.test("calls without a path read nothing, and a null pointer is none", () => {
  const call = (name: string, address: string) => ({ e: "sys", name, a: [address], ret: 0 });
  const { state } = runSmall(call("uname", "0x555555554000"), call("stat", "0x0")).machine;
  assertEquals(state.spaceOf(1).pte(0x555555554), 0);
});
