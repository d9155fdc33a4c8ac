/** Tests of the progress line. */
import { assertEquals } from "@std/assert";
import { fakeTerminal } from "../testing/fake_terminal.ts";
import { Progress } from "./progress.ts";

Deno.test("progress is drawn over itself, at most ten times a second", () => {
  const terminal = fakeTerminal({ errorIsTerminal: true });
  const progress = new Progress(terminal);
  progress.report("recording", 1000, 4000);
  progress.report("recording", 1001, 4000);
  terminal.milliseconds = 100;
  progress.report("recording", 2000, 4000);
  assertEquals(
    terminal.error,
    "\r\x1b[Krecording: 1,000 of 4,000 (25 %)\r\x1b[Krecording: 2,000 of 4,000 (50 %)",
  );
});

Deno.test("progress without a known end is only counted", () => {
  const terminal = fakeTerminal({ errorIsTerminal: true });
  new Progress(terminal).report("replaying", 12);
  assertEquals(terminal.error, "\r\x1b[Kreplaying: 12");
});

Deno.test("progress is wiped once, and only when it is shown", () => {
  const terminal = fakeTerminal({ errorIsTerminal: true });
  const progress = new Progress(terminal);
  progress.clear();
  assertEquals(terminal.error, "");
  progress.report("recording", 1);
  terminal.error = "";
  progress.clear();
  progress.clear();
  assertEquals(terminal.error, "\r\x1b[K");
});

Deno.test("progress writes nothing where no person watches", () => {
  const terminal = fakeTerminal();
  const progress = new Progress(terminal);
  progress.report("recording", 1, 2);
  progress.clear();
  assertEquals(terminal.error, "");
});
