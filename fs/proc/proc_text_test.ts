/** Tests of the texts of /proc. */
import { assertEquals } from "@std/assert";
import { MACHINE_TEXTS, PROCESS_TEXTS } from "./proc_text.ts";
import { smallProcess } from "./testing/small_process.ts";

const SIZE = { frameCount: 256, ramPages: 256, swapSlotCount: 0 };

Deno.test("each text is a list of records, a mapping each where there are mappings", () => {
  const { state } = smallProcess();
  const process = state.process(1);
  const counts = Object.entries(PROCESS_TEXTS).map(([name, tell]) => [name, tell(state, process).length]);
  assertEquals(Object.fromEntries(counts), {
    maps: 6,
    smaps: 6,
    status: 1,
    stat: 1,
    statm: 1,
    comm: 1,
    oom_score_adj: 1,
  });
  assertEquals(Object.keys(MACHINE_TEXTS).map((name) => MACHINE_TEXTS[name](state, SIZE).length), [1, 1]);
  assertEquals(PROCESS_TEXTS.statm(state, process), ["46 0 0 2 0 36 0\n"]);
  assertEquals(PROCESS_TEXTS.comm(state, process), ["cat\n"]);
});

Deno.test("of a process that has ended there are no mappings", () => {
  const { machine, state } = smallProcess();
  machine.call(1, "exit_group", { status: 0 });
  const process = state.process(1);
  assertEquals([PROCESS_TEXTS.maps(state, process), PROCESS_TEXTS.statm(state, process)], [[], [
    "0 0 0 0 0 0 0\n",
  ]]);
});
