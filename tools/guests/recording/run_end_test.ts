/** Tests of the ends of processes. */
import { assertEquals } from "@std/assert";
import {
  differencesOf,
  FIRST_LINE,
  runSmall,
  SMALL_MAPS_HASH,
  SMALL_VMAS,
} from "./testing/small_recording.ts";

const exit = { e: "sys", name: "exit_group", a: ["0x3"] };
const totals = { e: "exit", min: 0, maj: 0 };
const maps = { e: "maps", at: "exit", mh: SMALL_MAPS_HASH, vmas: SMALL_VMAS };
const dead = { e: "dead", wstatus: 768 };

Deno.test("a process ends with the status of its exit, after its totals and its memory were compared", () => {
  const run = runSmall(exit, totals, maps, dead);
  assertEquals(differencesOf(run), []);
  assertEquals([run.checks.checked.faultTotals, run.checks.checked.maps, run.checks.checked.processes], [
    1,
    2,
    1,
  ]);
  assertEquals(run.machine.state.process(1).space, 0);
});

Deno.test("other totals and another status are differences", () => {
  assertEquals(differencesOf(runSmall(exit, { ...totals, min: 2 }, maps, { ...dead, wstatus: 0 })), [
    [FIRST_LINE + 1, "2 minor, 0 major", "0 minor, 0 major"],
    [FIRST_LINE + 3, "0", "768"],
  ]);
});

Deno.test("a process that no call ends was killed by the signal of its status", () => {
  const run = runSmall(totals, maps, { ...dead, wstatus: 9 });
  assertEquals(differencesOf(run), []);
  assertEquals(run.machine.state.process(1).status, 9);
});

Deno.test("a process with threads ends when the last of them has left, with the status of its exit", () => {
  const thread = { e: "fork", child: "p1", kind: "clone" };
  const run = runSmall(
    thread,
    { ...exit, p: "p1" },
    { ...maps, p: "p1" },
    { e: "dead", p: "p1", wstatus: 0 },
    { e: "fault", addr: "0x555555554000", acc: "x", prot: 0 },
    { ...maps, vmas: SMALL_VMAS.map((vma, index) => index === 0 ? [...vma.slice(0, 5), "1f"] : vma) },
    dead,
  );
  assertEquals(differencesOf(run), []);
  assertEquals(run.machine.state.process(1).status, 768);
});
