/** Tests of measuring speed, with a clock that only counts. */
import { DEFAULT_ALLOCATOR } from "@palimpsest/libc";
import { assert, assertEquals } from "@std/assert";
import { TraceBuilder } from "../guests/trace/trace_builder.ts";
import { measureSpeed } from "./speed.ts";

Deno.test("the middle of several replays counts, and whoever looks on hears of each", () => {
  const builder = new TraceBuilder();
  const ids = Array.from({ length: 500 }, () => builder.malloc(40));
  for (const id of ids) builder.free(id);
  let ticks = 0;
  const told: number[] = [];
  const speed = measureSpeed(builder.build("t"), DEFAULT_ALLOCATOR, () => ticks++, (done) => told.push(done));
  assertEquals(told, [...told.keys()]);
  assertEquals([speed.trace, speed.allocator, speed.operations], ["t", "palimpsest", 1000]);
  assertEquals(speed.inspectableOperations, 50_000);
  assert(Math.abs(speed.growth - 0.1) < 1e-9, "ten times the requests, as many ticks");
  assert(speed.operationsPerSecond > 0 && speed.inspectableMilliseconds > 0);
});
