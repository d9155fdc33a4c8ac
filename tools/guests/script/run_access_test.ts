/** Tests of accesses. */
import { assertEquals } from "@std/assert";
import { boot } from "@palimpsest/fs";
import { PROCESS_ZOMBIE } from "@palimpsest/kernel";
import { parseScript } from "./parse.ts";
import { ScriptRun } from "./script_run.ts";
import { answersTo, lastAnswer } from "./testing/answers.ts";
import { configOf, furnishWorld, RECORDED_WORLD } from "./world.ts";

const MAPPED = "a = mmap addr=A len=0x2000 flags=private,anon,fixed";

Deno.test("touch counts its accesses and stops at the first signal", () => {
  const { done, sig, code, at, min } = lastAnswer(MAPPED, "touch w A n=4");
  assertEquals({ done, sig, code, at, min }, {
    done: 2,
    sig: "SIGSEGV",
    code: "SEGV_MAPERR",
    at: "A+0x2000",
    min: 2,
  });
});

Deno.test("loads, stores and read-modify-writes are little-endian and cross pages", () => {
  const records = answersTo(
    MAPPED,
    "store8 A+0xffc 0x1122334455667788",
    "add8 A+0xffc 1",
    "load8 A+0xffc",
    "load1 A+0xffc",
  );
  assertEquals(records.slice(3).map(({ val }) => val), ["0x1122334455667789", "0x89"]);
});

Deno.test("fill and read go over a range; short ranges print their bytes", () => {
  assertEquals(lastAnswer(MAPPED, "fill A 4 0xab", "read A 6").hex, "abababab0000");
});

Deno.test("a range larger than any array is read in parts, up to what is mapped", () => {
  const { done, sig, at } = lastAnswer(MAPPED, "read A 0xfffffffffff");
  assertEquals({ done, sig, at }, { done: 8192, sig: "SIGSEGV", at: "A+0x2000" });
  const mapped = "a = mmap addr=A len=0x200000 flags=private,anon,fixed";
  const whole = lastAnswer(mapped, "fill A+0xfff00 0x200 7", "read A 0x100201");
  assertEquals([whole.done, whole.fnv], [0x100201, "58a2b05a2ef585df"]);
});

Deno.test("a crash with the default disposition ends the process", () => {
  assertEquals(answersTo("crash w 0", "touch r A").map(({ died, skip }) => died ?? skip), [
    true,
    "no process",
  ]);
});

Deno.test("an access that memory has run out for ends its process, the OOM killer's choice or the last one", () => {
  const watermarks = { min: 0, low: 0, high: 0 };
  const machine = boot({ ...configOf(RECORDED_WORLD), frameCount: 9, swapSlotCount: 0, watermarks });
  furnishWorld(machine, RECORDED_WORLD);
  const run = new ScriptRun(machine, RECORDED_WORLD);
  const answers = parseScript(
    "fork p1\np1: a = mmap len=0x10000\np1: touch w a n=16\ntouch w A\ndump all\n",
    "x.mm",
  )
    .map((op) => run.run(op)!);
  assertEquals([answers[2].died, answers[4].procs?.length], [true, 1]);
  assertEquals(machine.state.process(2).state, PROCESS_ZOMBIE);
});
