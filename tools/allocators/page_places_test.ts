/** Tests of where pages went. */
import { boot, DEFAULT_ALLOCATOR, startBareProcess } from "@palimpsest/libc";
import { assertEquals } from "@std/assert";
import { TRACE_MACHINE } from "../guests/trace/measure_trace.ts";
import { parseTrace } from "../guests/trace/parse_trace.ts";
import { TraceReplay } from "../guests/trace/replay_trace.ts";
import { countPages, PAGE_AREAS, PAGE_USES, pagePlaces } from "./page_places.ts";

function placesAfter(idCount: number, ...operations: string[]) {
  const text = [0, idCount, operations.length, 0, ...operations].join("\n");
  const machine = boot(TRACE_MACHINE);
  startBareProcess(machine);
  const trace = parseTrace(new TextEncoder().encode(text), "test.rep");
  const replay = new TraceReplay(machine, trace, DEFAULT_ALLOCATOR);
  while (replay.advance());
  return { replay, runs: pagePlaces(replay, machine.state.spaceOf(1)) };
}

Deno.test("places add up to the footprint (PG1), and say what lies in them", () => {
  const { replay, runs } = placesAfter(4, "a 0 20000", "a 1 1000000", "a 2 20000", "a 3 500", "f 0");
  const sum = PAGE_AREAS.flatMap((area) => PAGE_USES.map((use) => countPages(runs, area, use)))
    .reduce((total, count) => total + count, 0);
  assertEquals(sum, replay.footprint.pageCount);
  assertEquals(countPages(runs, "static data", "idle"), 1);
  assertEquals([countPages(runs, "heap", "full"), countPages(runs, "heap", "idle")], [4, 5]);
  assertEquals([countPages(runs, "mappings", "full"), countPages(runs, "mappings", "part")], [244, 1]);
  assertEquals(runs.map(({ area }) => area), ["static data", "heap", "mappings"]);
});
