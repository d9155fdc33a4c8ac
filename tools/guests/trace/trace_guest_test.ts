/** Tests of traces as guests. */
import { boot } from "@palimpsest/libc";
import { assertEquals } from "@std/assert";
import { readGuest } from "../registry.ts";
import { fromFileUrl } from "@std/path";

const path = fromFileUrl(new URL("../../testdata/alloc/x-coalesce-d1.rep.gz", import.meta.url));

Deno.test("a trace is found by its name, and runs as every guest does", async () => {
  const guest = await readGuest(path);
  assertEquals(guest.title, "the trace x-coalesce-d1 on palimpsest");
  const machine = boot(guest.config);
  const seen: number[] = [];
  const report = guest.run(machine, (done) => void seen.push(done));
  assertEquals([report.differedCount, report.checked["operations and what their blocks hold"]], [0, 15126]);
  assertEquals([report.events.malloc, report.events.free], [7563, 7563]);
  assertEquals(seen.at(-1), 15126);
});

Deno.test("a trace runs on the allocator that was asked for", async () => {
  assertEquals((await readGuest(path, { allocator: "buddy" })).title, "the trace x-coalesce-d1 on buddy");
});
