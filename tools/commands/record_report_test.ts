/** Tests of what record says. */
import { assertEquals } from "@std/assert";
import type { Guest, GuestReport } from "../guests/guest.ts";
import { reportLines } from "./record_report.ts";

const guest = { title: "a guest" } as Guest;
const report: GuestReport = {
  events: { boot: 1, fault: 1200 },
  checked: { "page faults": 1200 },
  differedCount: 0,
  differences: [],
  given: {},
  notes: [],
};

Deno.test("the figures stand in a column, the largest part of each first", () => {
  assertEquals(reportLines(guest, "x.plog", report, "00ff"), [
    "Recorded a guest.",
    "",
    "  events    1,201   1,200 fault, 1 boot",
    "  checked   1,200   1,200 page faults",
    "  differed      0",
    "  given         0",
    "",
    "The log is x.plog; the state at its end has the digest 00ff.",
  ]);
});

Deno.test("ten differences are shown, and the others counted", () => {
  const differences = Array.from(
    { length: 12 },
    (_, line) => ({ line, kind: "k", what: "w", expected: "e", got: "g" }),
  );
  const lines = reportLines(guest, "x", { ...report, differences, differedCount: 1012 }, "0");
  const start = lines.indexOf("The first differences:");
  assertEquals(lines.slice(start + 1, start + 4), ["  line 0, k: w", "      expected e", "      got      g"]);
  assertEquals(lines[start + 31], "  … and 1002 more");
});

Deno.test("long lists go on below themselves", () => {
  const given = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`call_${index}`, 1]));
  const lines = reportLines(guest, "x", { ...report, given }, "0").filter((line) => line.includes("call_"));
  assertEquals([lines.length > 1, lines.every((line) => line.length <= 110)], [true, true]);
});
