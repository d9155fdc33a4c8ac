/** Tests of the order in which processes end. */
import { assertEquals } from "@std/assert";
import { passedOver } from "./ending_order.ts";
import { smallRecording } from "./testing/small_recording.ts";

const fork = (child: string) => ({ e: "fork", child, kind: "fork" });
const dead = (p: string) => ({ e: "dead", p, wstatus: 0 });
const wait = (ret: number | string, pid = "0xffffffff") => ({
  e: "sys",
  name: "wait4",
  a: [pid, "0x0", "0x0", "0x0"],
  ret,
});

function passed(...records: Record<string, unknown>[]): string[][] {
  return [...passedOver(smallRecording(...records).records).values()].map((names) => [...names]);
}

Deno.test("a child that stands before the one that is returned was passed over", () => {
  assertEquals(passed(fork("p1"), fork("p2"), dead("p1"), dead("p2"), wait("p2"), wait("p1")), [["p1"]]);
});

Deno.test("children that are waited for in the order of their birth are not passed over", () => {
  assertEquals(passed(fork("p1"), fork("p2"), dead("p2"), wait("p2"), dead("p1"), wait("p1")), []);
});

Deno.test("a call that returns nothing passed over every child that had ended", () => {
  assertEquals(passed(fork("p1"), dead("p1"), wait(0), wait("p1")), [["p1"]]);
});

Deno.test("a call that waits for one child passes over none", () => {
  assertEquals(passed(fork("p1"), fork("p2"), dead("p1"), dead("p2"), wait("p2", "p2")), []);
});
