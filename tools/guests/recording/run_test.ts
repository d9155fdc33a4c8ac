/** Tests of what a run knows of its processes and faults. */
import { assertEquals, assertThrows } from "@std/assert";
import { touchMemory } from "@palimpsest/kernel";
import { UserError } from "../../command_line/failure.ts";
import { faultWords } from "./run.ts";
import { runSmall, SMALL_BREAK } from "./testing/small_recording.ts";

Deno.test("processes are known by name and by pid", () => {
  const run = runSmall();
  assertEquals([run.pidOf("p0"), run.pidOf("outside"), run.nameOf(1), run.nameOf(9)], [1, 0, "p0", "pid 9"]);
  assertEquals(run.processOf({ kind: "sys", process: "p0", line: 1 }).folder, "/srv");
});

Deno.test("a record about a process that never started is a mistake of the recording", () => {
  const message = assertThrows(() => runSmall({ e: "signal", p: "p7", sig: 17 }), UserError).message;
  assertEquals(
    message,
    "small.ndjson line 5: There is no process p7: no exec or fork record before names it.",
  );
});

Deno.test("a record about a process that has ended is a mistake of the recording", () => {
  const dead = { e: "dead", wstatus: 9 };
  const message = assertThrows(() => runSmall(dead, { e: "signal", sig: 17 }), UserError).message;
  assertEquals(message, "small.ndjson line 6: Process p0 has ended before this signal record.");
});

Deno.test("the faults of an action are seen, and no others", () => {
  const run = runSmall();
  const touch = (address: number) => () => void touchMemory(run.machine, 1, address, {});
  assertEquals(run.watchFaults(touch(SMALL_BREAK - 1)), []);
  const seen = run.watchFaults(touch(0x555555554000));
  assertEquals(seen.map(({ page, isWrite, wasPresent, outcome }) => [page, isWrite, wasPresent, outcome]), [
    [0x555555554, false, false, 0],
  ]);
  assertEquals([faultWords(0, false), faultWords(1, true)], ["minor, page absent", "major, page present"]);
});

Deno.test("events are counted by kind, boot included", () => {
  const counts = Object.fromEntries(runSmall({ e: "sys", name: "brk", a: ["0x0"], ret: 0 }).eventCounts);
  assertEquals(counts, { boot: 1, setup: 2, given: 1, brk: 1 });
});
