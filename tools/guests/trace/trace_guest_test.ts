/** Tests of traces as guests. */
import { boot } from "@palimpsest/libc";
import { assertEquals } from "@std/assert";
import { readGuestReferences } from "../references/guest_references.ts";
import { ReferenceTrace } from "../references/reference_trace.ts";
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

Deno.test("a trace runs in the memory that is wanted, and its pages are references", async () => {
  const trace = new ReferenceTrace();
  await readGuestReferences(path, trace);
  assertEquals(trace.length > 100, true, `${trace.length} references`);
  const guest = await readGuest(path, { memory: { frames: 40, swap: 4096, accesses: true } });
  assertEquals([guest.config.frameCount, guest.config.recordsAccesses], [41, true]);
});
