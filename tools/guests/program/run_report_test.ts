/** Tests of what a run comes to, in words. */
import { assertEquals } from "@std/assert";
import { endingWords, placeIn, programReport, stopSentence } from "./run_report.ts";

Deno.test("a program exited, was killed, or was stopped", () => {
  assertEquals([endingWords(0x300), endingWords(11), endingWords(undefined)], [
    "exited with 3",
    "was killed by SIGSEGV",
    "was stopped before it ended",
  ]);
});

Deno.test("a failure is told with its place in the program's file, when it has one", () => {
  const cause = new Error("x");
  cause.stack = "Error: x\n    at inner (file:///lib/c.ts:1:2)\n    at main (file:///a/my_program.ts:12:5)";
  assertEquals(placeIn(cause, "file:///a/my_program.ts"), "my_program.ts:12");
  assertEquals(placeIn(cause, "file:///b/other.ts"), undefined);
  const stop = { reason: "failure", message: "It failed: x.", cause } as const;
  assertEquals(stopSentence(stop, "file:///a/my_program.ts"), "It failed: x (my_program.ts:12).");
  assertEquals(stopSentence(stop), "It failed: x.");
  assertEquals(
    stopSentence({ reason: "limit", message: "Too long." }, "file:///a/my_program.ts"),
    "Too long.",
  );
});

Deno.test("a report has the output, the ending, and why the run was stopped", () => {
  const report = programReport({ boot: 1 }, { output: "hi\n", status: undefined }, "Deadlock.");
  assertEquals([report.output, report.ending, report.stopped], [
    "hi\n",
    "was stopped before it ended",
    "Deadlock.",
  ]);
  assertEquals("stopped" in programReport({}, { output: "", status: 0 }, undefined), false);
});
